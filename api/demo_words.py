"""What the demo says in the terminal, in Dutch and in English."""

from __future__ import annotations

from engine.text import Text

MAKES = Text(
    nl="De eerste keer: de motor maakt {cases} verzonnen zaken, stap voor stap.",
    en="The first time: the engine makes {cases} invented cases, step by step.",
)
MADE = Text(nl="Verzonnen zaken", en="Invented cases")
CUT_SHORT = Text(
    nl="Afgebroken: er is niets bewaard, de volgende keer begint het opnieuw.",
    en="Cut short: nothing was kept, the next time it begins anew.",
)
SERVES = Text(
    nl="Regietafel staat op {address}\nDaar is het {moment}, en de klok loopt.",
    en="Regietafel is at {address}\nThe time there is {moment}, and the clock runs.",
)
SIGN_IN = Text(
    nl="Kies op die pagina als wie u binnenkomt, bijvoorbeeld:",
    en="Choose on that page as whom you come in, for example:",
)
TRY = Text(
    nl="Probeer: kom binnen als {name}, open zaak {case}, kies een stap die nog niet kan en lees "
    "alles wat er ontbreekt.",
    en="Try: come in as {name}, open case {case}, choose a step that is not possible yet and read "
    "all that is missing.",
)
GOES_ON = Text(
    nl="De mail die uitgaat staat onder Postvak. Ctrl+C stopt; de volgende keer gaat het verder.",
    en="The mail that goes out is under Mailbox. Ctrl+C stops; the next time it goes on from here.",
)
STOPPED = Text(nl="Gestopt; alles is bewaard in .demo/.", en="Stopped; all is kept in .demo/.")
OTHER_RULES = Text(
    nl="De regels zijn veranderd sinds deze demo is gemaakt. `make demo-reset` gooit haar weg.",
    en="The rules have changed since this demo was made. `make demo-reset` throws it away.",
)
