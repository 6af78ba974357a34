/* Matrices: a grid to walk with keys; one person at a time on a phone. */
(function () {
  "use strict";
  if (window.wbmMatrix) { window.wbmMatrix.start(); return; }
  var phone = window.matchMedia("(max-width: 700px)");

  function all() { return document.querySelectorAll("[data-wbm-heat]"); }
  function table(root) { return root.querySelector("table"); }
  function rows(root) { return Array.from(table(root).rows).slice(1); }
  function place(td) { return [td.parentNode.id, td.cellIndex]; }
  function found(root, at) {
    var row = at && document.getElementById(at[0]);
    return row && root.contains(row) ? row.cells[at[1]] : null;
  }
  function heading(root, td) { return table(root).rows[0].cells[td.cellIndex].innerText.replace(/\s+/g, " ").trim(); }

  /* What belongs to the width of the page; again after every change of rows. */
  function refresh(root) {
    var one = phone.matches, grid = table(root);
    root.classList.toggle("wbm-heat--one", one);
    root.querySelector("[data-wbm-people]").hidden = !one;
    grid.parentNode.removeAttribute("tabindex");
    grid.setAttribute("role", one ? "presentation" : "grid");
    grid.removeAttribute("aria-readonly");
    if (!one && !root.dataset.wbmSave) { grid.setAttribute("aria-readonly", "true"); }
    /* A field that loses its tabindex loses the focus with it. */
    var active = document.activeElement;
    if (active.matches("td") && grid.contains(active)) { root.wbmAt = place(active); }
    grid.querySelectorAll("td[tabindex]").forEach(function (td) { if (td !== active) { td.removeAttribute("tabindex"); } td.removeAttribute("role"); });
    if (one) { show(root); } else { (found(root, root.wbmAt) || rows(root)[0].cells[1]).tabIndex = 0; }
    root.dispatchEvent(new CustomEvent("wbm:refreshed", { bubbles: true }));
  }

  /* One person, or the sums of all, with the competence beside each field. */
  function show(root) {
    var list = root.querySelector("select"), people = Array.from(table(root).tBodies[0].rows), shown = root.wbmShown || people[0].id;
    list.replaceChildren.apply(list, people.map(function (row) { return new Option(row.cells[0].querySelector("b").textContent, row.id); }));
    if (table(root).tFoot) { list.add(new Option(list.dataset.sums, "sums")); }
    list.value = shown;
    if (list.selectedIndex < 0) { list.selectedIndex = 0; }
    rows(root).forEach(function (row) {
      var now = list.value === "sums" ? row.parentNode.tagName === "TFOOT" : row.id === list.value;
      row.toggleAttribute("data-now", now);
      if (now) { Array.from(row.cells).slice(1).forEach(function (td) { td.dataset.label = heading(root, td); }); }
    });
  }

  function go(root, td) {
    if (!phone.matches) { root.querySelectorAll("td[tabindex]").forEach(function (other) { other.removeAttribute("tabindex"); }); }
    td.tabIndex = 0;
    root.wbmAt = place(td);
    td.focus({ preventScroll: true });
    td.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  document.addEventListener("keydown", function (event) {
    var td = event.target, root = td instanceof HTMLTableCellElement && td.closest("[data-wbm-heat]");
    if (!root || phone.matches || event.altKey || event.metaKey || event.shiftKey) { return; }
    var list = rows(root), y = list.indexOf(td.parentNode), last = td.parentNode.cells.length - 1, far = event.ctrlKey ? list.length : 0;
    var step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], PageUp: [-10, 0], PageDown: [10, 0],
      Home: [-far, -last], End: [far, last] }[event.key];
    if (!step) { return; }
    event.preventDefault();
    y = Math.min(Math.max(y + step[0], 0), list.length - 1);
    go(root, list[y].cells[Math.min(Math.max(td.cellIndex + step[1], 1), last)]);
  });

  document.addEventListener("click", function (event) {
    var root = event.target.closest && event.target.closest("[data-wbm-heat]"), td = root && event.target.closest("td");
    var step = root && event.target.closest("[data-wbm-step]");
    if (td && !phone.matches) { go(root, td); }
    if (!step) { return; }
    var list = root.querySelector("select");
    root.wbmShown = list.options[(list.selectedIndex + Number(step.dataset.wbmStep) + list.length) % list.length].value;
    refresh(root);
  });
  document.addEventListener("change", function (event) {
    if (!event.target.matches("[data-wbm-people] select")) { return; }
    var root = event.target.closest("[data-wbm-heat]");
    root.wbmShown = event.target.value;
    refresh(root);
  });
  /* Rows arrive again when anybody has changed them: who stands in one stays there. */
  document.addEventListener("htmx:oobBeforeSwap", function (event) {
    var root = event.target.closest && event.target.closest("[data-wbm-heat]"), active = document.activeElement;
    var cell = root && event.target.contains(active) && active.closest("td, tbody th");
    if (cell) { root.wbmLeft = place(cell); }
  });
  document.addEventListener("htmx:oobAfterSwap", function (event) {
    var root = event.target.closest && event.target.closest("[data-wbm-heat]");
    if (!root) { return; }
    refresh(root);
    var cell = document.activeElement === document.body && found(root, root.wbmLeft), held = cell && (cell.matches("td") ? cell : cell.querySelector("button, a"));
    if (held) { held.focus({ preventScroll: true }); }
    if (cell || document.activeElement !== document.body) { root.wbmLeft = null; }
  });
  phone.addEventListener("change", function () { all().forEach(refresh); });

  window.wbmMatrix = { refresh: refresh, go: go, place: place, found: found, heading: heading,
    start: function () { all().forEach(function (root) { if (!root.wbmReady) { root.wbmReady = true; refresh(root); } }); } };
  window.wbmMatrix.start();
})();
