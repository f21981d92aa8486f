/* Comfort on top of pages that work without it. No inline handlers: the policy forbids them. */
"use strict";

(() => {
  const find = (selector, within = document) => within.querySelector(selector);
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

  /* A form is sent once: a second press while it is under way does nothing. */
  const busy = (form, on) => {
    form.toggleAttribute("data-busy", on);
    for (const button of form.querySelectorAll("button")) {
      if (on) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
  };

  const free = () => document.querySelectorAll("form[data-busy]").forEach((form) => busy(form, false));

  /* What cannot be sent stays in this window, and can be sent again. */
  const cutOff = (on) => {
    const note = find("[data-cut-off]");
    if (note) note.hidden = !on;
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    cutOff(!navigator.onLine);
    if (form.hasAttribute("data-busy") || !navigator.onLine) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else {
      // After this turn: a button that is off would not be sent along.
      setTimeout(() => busy(form, true));
    }
  }, true);

  document.addEventListener("htmx:error", () => {
    free();
    cutOff(true);
  });

  /* Whoever types is there: once a minute the session hears so, or they hear that it is over. */
  let heard = 0;

  document.addEventListener("input", async (event) => {
    if (!event.target.closest("form[method=post]") || Date.now() - heard < 60000) return;
    heard = Date.now();
    const said = await fetch("/here", { redirect: "manual" }).catch(() => null);
    const over = find("[data-over]");
    if (said && over) over.hidden = said.type !== "opaqueredirect";
  });

  /* Back to a page that was kept: its forms work again. */
  window.addEventListener("pageshow", free);

  /* Whoever cannot see the change is taken to it: what is wrong first, else what asks for it. */
  const attend = (within) => {
    const target = find("[data-focus]", within) || (within.matches?.("[data-focus]") && within);
    if (target) target.focus();
  };

  document.addEventListener("DOMContentLoaded", () => attend(document));
  document.addEventListener("htmx:after:swap", (event) => {
    free();
    attend(event.target);
    nextTurn(event.target);
  });

  /* Once the outcome of a child stands, that of the next one is asked. */
  const nextTurn = (within) => {
    const turns = [...document.querySelectorAll("details[data-turn]")];
    if (!within.closest?.("#outcomes") || turns.some((turn) => turn.open)) return;
    if (turns.length) turns[0].open = true;
  };

  /* An agenda is put in order by its buttons; by dragging a row at its handle, and with Shift and
     an arrow, they are pressed for whoever can. The address then leads back to the row. */
  let dragged = null;
  let before = null;

  const ordered = () => find("form[data-order]");

  const armed = () => {
    for (const handle of document.querySelectorAll("[data-handle]")) {
      handle.hidden = false;
      handle.draggable = true;
    }
  };

  document.addEventListener("DOMContentLoaded", armed);

  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-handle]")?.closest("[data-row]") || null;
    if (!dragged) return;
    before = dragged.nextElementSibling;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    event.dataTransfer.setDragImage(dragged, 0, 0);
    dragged.classList.add("is-dragged");
  });

  document.addEventListener("dragover", (event) => {
    const row = dragged && event.target.closest?.("[data-row]");
    if (!row) return;
    event.preventDefault();
    if (row === dragged) return;
    const below = event.clientY > row.getBoundingClientRect().top + row.offsetHeight / 2;
    row[below ? "after" : "before"](dragged);
  });

  document.addEventListener("drop", (event) => {
    if (dragged) event.preventDefault();
  });

  document.addEventListener("dragend", (event) => {
    if (!dragged) return;
    const row = dragged;
    dragged = null;
    row.classList.remove("is-dragged");
    if (event.dataTransfer.dropEffect === "none") row.parentElement.insertBefore(row, before);
    else if (row.nextElementSibling !== before) ordered().requestSubmit();
  });

  const shift = (event) => {
    const name = { ArrowUp: "up", ArrowDown: "down" }[event.key];
    const row = event.shiftKey && name && event.target.closest("[data-row]");
    if (!row || typing(event.target)) return false;
    event.preventDefault();
    find(`[data-${name}]`, row)?.click();
    return true;
  };

  /* An hour runs out: how many minutes are left; then what it opened leaves the screen. */
  document.addEventListener("DOMContentLoaded", () => {
    const left = find("[data-left]");
    if (!left) return;
    const ends = Date.now() + Number(left.dataset.left) * 1000;
    const tell = () => {
      const minutes = Math.floor((ends - Date.now()) / 60000);
      if (minutes < 0) location.reload();
      else left.textContent = minutes ? `${left.dataset.leftWords} ${minutes}.` : left.dataset.leftLast;
    };
    tell();
    setInterval(tell, 10000);
  });

  /* Keys. Single ones can be switched off, and never work while somebody types. */
  let going = false;

  const step = (by) => {
    const list = find("[data-keys-list]");
    if (!list) return;
    const rows = [...list.querySelectorAll("li, tbody tr")].filter((row) => find("a", row));
    const now = rows.findIndex((row) => row.contains(document.activeElement));
    const next = rows[now < 0 ? 0 : Math.min(Math.max(now + by, 0), rows.length - 1)];
    if (next) find("a", next).focus();
  };

  const goTo = (key) => {
    [...document.querySelectorAll("a[data-key]")].find((link) => link.dataset.key === key)?.click();
  };

  const narrow = () => {
    const filter = find("[data-filter]");
    if (!filter) return;
    filter.open = true;
    find("select", filter).focus();
  };

  /* Rows are ticked with x, all from the last one on with Shift and x; letters press buttons. */
  let ticked = -1;

  const tick = (range) => {
    const boxes = [...document.querySelectorAll("[data-keys-list] tbody tr input[type=checkbox]")];
    const here = boxes.findIndex((box) => box.closest("tr").contains(document.activeElement));
    if (here < 0) return;
    const first = range && ticked >= 0 ? ticked : here;
    const on = range || !boxes[here].checked;
    for (const box of boxes.slice(Math.min(first, here), Math.max(first, here) + 1)) box.checked = on;
    ticked = here;
  };

  const press = (key) => find(`button[data-key="${key}"]`)?.click();

  const single = {
    "?": () => { location.href = "/help#keys"; },
    "/": () => narrow(),
    g: () => { going = true; },
    j: () => step(1),
    k: () => step(-1),
    x: () => tick(false),
    X: () => tick(true),
    r: () => press("r"),
    a: () => press("a"),
  };

  const send = () => {
    const form = document.activeElement.closest("form[data-send]") || find("form[data-send]");
    if (form) form.requestSubmit();
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      send();
      return;
    }
    if (shift(event)) return;
    const off = document.body.dataset.keys === "off";
    if (off || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const act = going ? () => goTo(event.key) : single[event.key];
    going = false;
    if (act) {
      event.preventDefault();
      act();
    }
  });
})();
