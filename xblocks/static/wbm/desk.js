/* What graders' pages need besides wbm.js: shortcuts, a sheet that saves itself, the library.
   Everything is said in the page: data-wbm-key="n" presses an element, data-wbm-item is walked
   with j and k, data-wbm-levels takes a digit. Single keys can be switched off (WCAG 2.1.4). */
(function () {
  "use strict";
  var OFF = "wbm-keys-off";

  function all(selector, root) { return Array.from((root || document).querySelectorAll(selector)); }
  /* Inside a course page there is no box to switch them off, so there they are off. */
  function off() {
    if (!document.querySelector("[data-wbm-keys-on]")) { return true; }
    try { return localStorage.getItem(OFF) === "1"; } catch (closed) { return false; }
  }
  function typing(element) { return element.closest("textarea, select, input:not([type=radio], [type=checkbox]), [contenteditable]"); }
  function spot(item) { return item.matches("a, button") ? item : item.querySelector("input:checked") || item.querySelector("input"); }

  function go(item) {
    spot(item).focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
  }
  function step(by) {
    var items = all("[data-wbm-item]"), now = items.indexOf(document.activeElement.closest("[data-wbm-item]"));
    var next = items[now < 0 ? (by > 0 ? 0 : items.length - 1) : now + by];
    if (next) { go(next); }
  }
  function choose(digit) {
    var groups = all("[data-wbm-levels]"), here = document.activeElement.closest("[data-wbm-levels]");
    here = here || groups.find(function (each) { return !each.querySelector("input:checked"); });
    var level = here && here.querySelector('input[value="' + digit + '"]');
    if (!level) { return false; }
    level.focus({ preventScroll: true });
    level.click();
    var next = groups[groups.indexOf(here) + 1];
    if (next) { go(next); }
    return true;
  }
  function press(key) {
    var target = all("[data-wbm-key]").find(function (each) { return each.dataset.wbmKey === key && !each.disabled; });
    if (target) { target.focus(); target.click(); }
    return Boolean(target);
  }

  document.addEventListener("keydown", function (event) {
    if (event.altKey || event.metaKey || event.defaultPrevented || document.querySelector("dialog[open]")) { return; }
    var done = false;
    if (event.ctrlKey) { done = event.key === "Enter" && !event.repeat && press("Ctrl+Enter");
    } else if (off() || typing(event.target)) { return;
    } else if (event.key === "j" || event.key === "k") { step(event.key === "j" ? 1 : -1); done = true;
    } else if (/^[0-9]$/.test(event.key)) { done = choose(event.key);
    } else if (event.key === "c") {
      var field = (document.activeElement.closest("[data-wbm-levels]") || document).querySelector("[data-wbm-levels] textarea, textarea");
      if (field) { field.focus(); done = true; }
    } else if (event.key.length === 1) { done = press(event.key); }
    if (done) { event.preventDefault(); }
  });

  document.addEventListener("click", function (event) {
    var opener = event.target.closest("[data-wbm-opens]"), closer = event.target.closest("[data-wbm-closes]"), insert = event.target.closest("[data-wbm-insert]");
    if (opener) { document.getElementById(opener.dataset.wbmOpens).showModal(); }
    if (closer) { closer.closest("[data-wbm-closable]").remove(); }
    if (insert) {
      var field = document.getElementById(insert.dataset.wbmInsert), text = insert.querySelector("[data-wbm-text]").textContent;
      field.value = field.value.trim() ? field.value.trimEnd() + "\n" + text : text;
      field.dispatchEvent(new Event("change", { bubbles: true }));
      field.focus();
    }
  });
  document.addEventListener("change", function (event) {
    if (!event.target.matches("[data-wbm-keys-on]")) { return; }
    try { localStorage.setItem(OFF, event.target.checked ? "" : "1"); } catch (closed) { /* this page only */ }
  });

  /* A sheet says whether it is saved, and tries again until it is. */
  function sheetOf(event) { return event.target instanceof Element && event.target.matches("[data-wbm-sheet]") && event.target; }
  function tell(sheet, text) { var words = sheet.querySelector("[data-wbm-words]"); if (words) { words.textContent = text; } }
  document.addEventListener("htmx:confirm", function (event) {
    var sheet = sheetOf(event), by = event.detail.triggeringEvent;
    if (!sheet) { return; }
    var aside = by && by.target.closest && by.target.closest("[data-wbm-aside], [data-wbm-closable]");
    if (aside || sheet.querySelector("[data-wbm-undecided]")) { event.preventDefault(); }
  });
  document.addEventListener("input", function (event) {
    var sheet = event.target.closest("[data-wbm-sheet]");
    if (sheet && !event.target.closest("[data-wbm-aside]")) { sheet.wbmUnsaved = true; }
  });
  document.addEventListener("htmx:beforeRequest", function (event) {
    var sheet = sheetOf(event);
    if (sheet) { sheet.wbmUnsaved = false; tell(sheet, sheet.dataset.wbmSaving); }
  });
  ["htmx:sendError", "htmx:timeout", "htmx:responseError"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      var sheet = sheetOf(event);
      if (!sheet || event.detail.xhr.getResponseHeader("X-WBM-Refusal")) { return; }
      sheet.wbmUnsaved = true;
      tell(sheet, sheet.dataset.wbmUnsent);
      window.setTimeout(function () { window.htmx.trigger(sheet, "wbm:save"); }, 5000);
    });
  });
  window.addEventListener("beforeunload", function (event) {
    if (all("[data-wbm-sheet]").some(function (sheet) { return sheet.wbmUnsaved; })) { event.preventDefault(); }
  });

  /* The decision follows the rule until somebody marks another one. */
  document.addEventListener("htmx:afterSwap", function (event) {
    var hint = event.target.querySelector && event.target.querySelector("[data-wbm-suggests]");
    var box = hint && document.getElementById(hint.dataset.wbmSuggests);
    if (!box || box.dataset.suggested === hint.value) { return; }
    var marked = box.querySelector("input:checked");
    if (!marked || marked.value === box.dataset.suggested) {
      all("input[type=radio]", box).forEach(function (each) { each.checked = each.value === hint.value; });
    }
    box.dataset.suggested = hint.value;
  });

  /* What is typed into data-wbm-keep="<key>" stays in this browser until the page with the same
     data-wbm-sent says that it has arrived. */
  function kept(key, text) {
    try {
      if (text === undefined) { return localStorage.getItem(key); }
      if (text) { localStorage.setItem(key, text); } else { localStorage.removeItem(key); }
    } catch (closed) { /* A private window keeps nothing; the page that is refused does. */ }
    return null;
  }
  all("[data-wbm-sent]").forEach(function (page) { kept(page.dataset.wbmSent, ""); });
  all("[data-wbm-keep]").forEach(function (field) {
    if (!field.value) { field.value = kept(field.dataset.wbmKeep) || ""; }
    if (field.value && field.closest("details")) { field.closest("details").open = true; }
  });
  ["input", "change"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      if (event.target.matches("[data-wbm-keep]")) { kept(event.target.dataset.wbmKeep, event.target.value); }
    });
  });

  var first = document.querySelector("[data-wbm-first]"), box = document.querySelector("[data-wbm-keys-on]");
  if (box) { box.checked = !off(); }
  if (first && window.matchMedia("(min-width: 1000px)").matches && document.activeElement === document.body) { first.focus({ preventScroll: true }); }
})();
