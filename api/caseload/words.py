"""What people write on a form: invented sentences by the name of the field, without any name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from engine.fields import Field

SENTENCES: Mapping[str, tuple[str, ...]] = {
    "asked_by": ("Moeder en school", "De huisarts", "Vader, na overleg met school", "Het CJG zelf"),
    "why_now": (
        "Het gaat thuis niet meer; school belt elke dag.",
        "De ruzies lopen uit de hand en de jongste ziet alles.",
        "Ouder is opgenomen en het netwerk kan het niet langer dragen.",
    ),
    "tried": (
        "Ambulante hulp van het CJG, vier maanden; rust duurde een paar weken.",
        "Gezinsbehandeling en weekenden bij opa en oma; niet genoeg.",
    ),
    "question": (
        "Is een plek elders echt nodig, en waarom niet thuis met hulp?",
        "Waardoor escaleert het thuis, en wat houdt het in stand?",
    ),
    "own_words": (
        "Ik wil rust, en mijn hond blijven zien.",
        "Als het maar niet ver weg is van mijn school.",
        "Iedereen praat over mij. Ik wil gewoon naar huis.",
    ),
    "parents_view": (
        "Moeder ziet dat het zo niet langer gaat; vader wil meer hulp thuis.",
        "Ouders vinden het zwaar maar begrijpen de zorg.",
    ),
    "counter_arguments": (
        "Hulp thuis is kort geprobeerd; tegenover het risico staat de band met thuis.",
        "Een verhuizing kost ook: school, vrienden. Weegt nu niet op tegen de onveiligheid.",
    ),
    "judgement": (
        "Volledig en gedeeld met het gezin.",
        "Navolgbaar; de hypothese over school is met de mentor getoetst.",
    ),
    "dissent": ("Ik vind dat er te veel over vroeger in staat.",),
    "weighed": (
        "Netwerk gevraagd: tante kan alleen in het weekend. Gezinshulp: is geprobeerd.",
        "Deeltijdpleegzorg besproken; te weinig voor wat nu nodig is.",
    ),
    "family_wish": ("Liefst bij familie.", "In de buurt blijven, zelfde school."),
    "perspective": (
        "Terug naar huis, na de zomer.",
        "Eerst rust op een vaste plek; daarna stap voor stap naar huis.",
        "Bij vader, met steun van oma.",
    ),
    "return_conditions": ("Rust in huis en hulp op gang.", "Ouder volgt de behandeling."),
    "evaluation": ("Na zes weken, met ouders en jeugdige.",),
    "contact": ("Elk weekend, en elke avond bellen.", "Om de week een dag, begeleid."),
    "reasons": (
        "Thuis is het nu niet veilig genoeg, ook niet met hulp elke dag.",
        "De jeugdige vraagt er zelf om en de ouders zien geen andere weg.",
    ),
    "reason": (
        "Ons netwerk woont te ver weg, wij willen dit nu niet.",
        "Woont al lang op de groep en wil naar huis.",
        "De omstandigheden zijn veranderd; samen zo besloten.",
    ),
    "place": ("Pleeggezin in de regio", "Gezinshuis, twee dorpen verder", "Bij familie"),
    "view": (
        "Ziet dat vader sterker staat; steunt dit.",
        "Maakt zich zorgen over school, is het verder eens.",
    ),
    "youth_wish": ("Mijn eigen kamer, en dat opa blijft komen.", "Weer naar mijn oude voetbal."),
    "family_wishes": ("Vader: samen eten. Oma: niet alles alleen doen.",),
    "findings": ("Drie plaatsingen in twee jaar; nooit gevraagd wat vader kon.",),
    "network": ("Oma, een oom en de voetbaltrainer.", "Tante, de buren, een oud-juf."),
    "obstacles": ("Wachtlijst voor gezinstherapie.", "Nog geen school in de nieuwe plaats."),
    "who": ("Een oom, broer van vader", "Oma van moeders kant"),
    "plan": ("Derde klas, vanaf volgende maand.", "Leerwerkplek, drie dagen in de week."),
    "steps": ("Elke week een nacht meer; oma op woensdag; therapie begint.",),
    "support": ("Oma, een oom, gezinstherapie.",),
    "conditions": ("Er wordt niet gedronken; oma heeft een sleutel.",),
    "if_it_goes_wrong": ("Eerst oom bellen; wij komen dezelfde dag.",),
    "agreed_by": ("Jeugdige, ouders, aanbieder", "Jeugdige, vader, oma en de groepsleiding"),
    "plan_runs": ("Woont thuis; vader en een oom dragen het plan.",),
    "family_judgement": ("Twee van de drie doelen gehaald.", "Ik ben thuis, dat is genoeg."),
    "professional_judgement": ("School is nog wankel; de rest staat.",),
    "description": ("Wat werkte: het netwerk eerst, dan de hulp.",),
    "invited": ("Jeugdige, ouders, oma, mentor",),
    "points": ("Samen eten: ja. School: ja, met hulp. Oma: om de week.",),
    "relapse": ("Een keer een nacht weg na ruzie; zelf teruggekomen.",),
    "youth_words": ("Het is goed zo.", "Ik wil niemand meer over de vloer."),
    "youth_view": ("Hier is het rustig. Ik wil in de zomer naar huis.",),
    "found": ("Loopt zoals afgesproken; volgende stap staat in het plan.",),
    "danger": ("Ouder dreigde met geweld; de jeugdige durfde niet te blijven.",),
    "decided_by": ("De crisisdienst, met de politie",),
    "what_happened": ("Ruzie, weggelopen, teruggevonden bij familie.",),
    "safety": ("Vannacht veilig bij familie; met twee collega's beoordeeld.",),
    "still_needed": ("De reactie van school en een gesprek met beide ouders.",),
    "area": ("Voorbeeldstad en omstreken",),
    "regie_with": ("Bij de regisseur van het CJG",),
    "receiving_team": ("Wijkteam van de nieuwe gemeente",),
    "accepted_by": ("De teamleider daar",),
    "country": ("België",),
    "ground": ("De veiligheid van een van de ouders laat een conferentie nu niet toe.",),
    "housing": ("Kamer met begeleiding via de woningbouw.",),
    "money": ("Bijbaan; een tante helpt met de rekeningen.",),
    "title_asked": ("Machtiging bij ondertoezichtstelling",),
    "ruling": ("De rechter wijst het verzoek af: hulp thuis is niet genoeg beproefd.",),
    "channels": ("Telefoon, brief en huisbezoek",),
    "meldcode_step": ("Stap 4",),
    "attempts": ("Drie keer gebeld, een brief, een huisbezoek; geen antwoord.",),
    "where_now": ("Gaat naar school en woont waar was afgesproken, zegt de mentor.",),
    "advice": ("Houd de woensdagen bij oma erin.",),
    "answer": ("De regio zoekt mee; binnen twee weken een voorstel.",),
    "other_help": ("Gezinshulp aan huis, vier keer in de week.",),
    "help_owner": ("Het CJG",),
}
USUAL = (
    "Besproken met jeugdige en ouders.",
    "Zie het gespreksverslag; niemand heeft bezwaar.",
)
"""For a field whose name says nothing to us."""

CHOICES: Mapping[str, tuple[str, ...]] = {
    "measure": ("none", "none", "none", "supervision_order", "probation"),
    "place_still_right": ("no_longer", "no_longer", "disputed", "right_now"),
    "place_kind": ("foster_family", "foster_family", "own_network", "family_home", "residential"),
    "why": ("declined", "not_reached", "moved"),
    "opens": ("nothing",),
    "outcome": ("home", "home", "social_network", "foster_family", "independent_with_support"),
    "regie_with": ("parents", "regisseur"),
    "title": ("supervision_order", "provisional_supervision_order"),
    "placed_by": ("placed_by_gi", "placed_by_medical_referrer"),
}
"""What people usually choose; any other choice is made at random."""

NO = frozenset({"within_two_weeks", "year_in_family", "longer", "families_first"})
"""Yes-or-no questions that are usually answered with no."""

DAYS: Mapping[str, tuple[int, int]] = {
    "since": (-600, -90),
    "ends_on": (180, 360),
    "talk_on": (75, 90),
    "return_on": (35, 60),
    "until": (14, 26),
    "next_evaluation": (60, 90),
    "last_day": (10, 20),
    "first_attempt": (-28, -21),
    "second_attempt": (-20, -14),
    "third_attempt": (-13, -2),
}
"""How far from today a date usually lies; any other is today."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody filling in forms: the same seed, the same words."""

    rng: Random
    today: date
    person: str  # who is named where a form asks for a person
    children: tuple[str, ...]

    def filled(
        self, form: Mapping[str, Field], says: Mapping[str, object] | None = None
    ) -> dict[str, object]:
        """What is meant to be said, and a fitting answer to every other question asked."""
        said = {name: self._said(value) for name, value in (says or {}).items() if name in form}
        return {
            name: said[name] if name in said else self._answer(name, field)
            for name, field in form.items()
            if name in said or not field.optional or self._also(field)
        }

    def _said(self, value: object) -> object:
        return (self.today + value).isoformat() if isinstance(value, timedelta) else value

    def _also(self, field: Field) -> bool:
        """Whether something that need not be filled in is."""
        return field.kind == "long_text" and self.rng.random() < 0.3

    def _answer(self, name: str, field: Field) -> object:
        if field.per_child:
            return {child: self._one(name, field) for child in self.children}
        return self._one(name, field)

    def _one(self, name: str, field: Field) -> object:
        match field.kind:
            case "choice":
                usual = [value for value in CHOICES.get(name, ()) if value in field.values]
                return self.rng.choice(usual or list(field.values))
            case "yes_no":
                return name not in NO
            case "date":
                low, high = DAYS.get(name, (0, 0))
                return (self.today + timedelta(days=self.rng.randint(low, high))).isoformat()
            case "person":
                return self.person
            case _:
                return self.rng.choice(SENTENCES.get(name, USUAL))
