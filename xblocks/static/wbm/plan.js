/* Plans: rows that fold, move by mouse, finger and keys, and come from the catalogue. What is typed
   is kept and sent by wbm.js; the server answers with what the rules say. */
(function () {
  "use strict";
  if (window.wbmPlan) { window.wbmPlan.start(); return; }
  var DOTTED = ["EIN", "MPA"];

  function part(root, name) { return root.querySelector("[data-plan-" + name + "]"); }
  function all(root, selector) { return Array.from(root.querySelectorAll(selector)); }
  function rootOf(element) { return element.closest && element.closest("[data-plan]"); }
  function rowOf(element) { return element.closest("[data-plan-row]"); }
  function rows(root) { return Array.from(part(root, "rows").children); }
  function field(row, name) { return row.querySelector("[name='" + name + "']"); }
  function formOf(root) { return root.querySelector("form[data-wbm-draft]"); }
  function chosen(select) { var option = select.options[select.selectedIndex]; return option && option.value ? option.text : ""; }
  function say(root, text) {
    var live = (root.closest(".wbm-block") || document).querySelector("[data-wbm-live]");
    if (live) { live.textContent = ""; window.setTimeout(function () { live.textContent = text; }, 50); }
  }

  /* What was done, told at once. Points that change with it are told behind it, not in its place. */
  function sayDone(root, text) { root.wbmDone = text; say(root, text); }

  /* A change that nobody typed: kept and sent like one that somebody did. */
  function changed(root) {
    var form = formOf(root);
    form.dispatchEvent(new Event("input", { bubbles: true }));
    refresh(root);
    window.htmx.trigger(form, "wbm:save");
  }

  /* Times run along, heads say what stands in the body, fields that mean nothing are hidden. */
  function spell(begins, minutes) {
    var at = begins.split(":"), all = (Number(at[0]) * 60 + Number(at[1]) + minutes) % 1440;
    return String(Math.floor(all / 60)).padStart(2, "0") + ":" + String(all % 60).padStart(2, "0");
  }
  function minutesOf(row) { var found = Number(field(row, "minutes").value); return found > 0 && found < 10000 ? Math.floor(found) : 0; }
  function refresh(root) {
    var minute = 0;
    rows(root).forEach(function (row) {
      part(row, "start").textContent = spell(root.dataset.begins, minute);
      minute += minutesOf(row);
      part(row, "end").textContent = spell(root.dataset.begins, minute);
      head(row);
    });
    all(root, "[data-plan-measure]").forEach(function (measure, place) {
      part(measure, "found").id = root.id.replace(/-plan$/, "-m-") + place;
    });
    root.wbmUsed = minute;
    filter(root);
  }
  function head(row) {
    var phase = field(row, "phase"), method = field(row, "row_method"), dotted = DOTTED.includes(method.value);
    var phased = !["break", "buffer"].includes(phase.value);
    row.dataset.phase = phase.value;
    part(row, "place").textContent = chosen(phase);
    part(row, "name").textContent = phased ? chosen(method) : "";
    part(row, "excerpt").textContent = phased ? field(row, "content").value : "";
    all(row, "[data-plan-only]").forEach(function (each) { each.hidden = !phased || (each.dataset.planOnly === "dots" && !dotted); });
  }

  function toggle(row, open) {
    var body = row.querySelector(".wbm-plan-body"), button = row.querySelector(".wbm-plan-toggle");
    body.hidden = open === undefined ? !body.hidden : !open;
    if (!body.hidden) { Array.from(row.parentNode.children).forEach(function (other) { if (other !== row) { toggle(other, false); } }); }
    button.setAttribute("aria-expanded", String(!body.hidden));
  }
  function go(element) {
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "center", behavior: "auto" });
  }

  /* Where a row of a phase belongs: behind the last one of its phase or an earlier one. */
  function placeFor(root, phase) {
    var order = root.dataset.places.trim().split(" "), at = phase === "break" ? 2.5 : order.indexOf(phase), last = null;
    rows(root).forEach(function (row) {
      var here = order.indexOf(row.dataset.phase);
      if (row.dataset.phase !== "break" && here <= at && row.dataset.phase !== "buffer") { last = row; }
    });
    return phase === "buffer" ? rows(root)[rows(root).length - 1] || null : last;
  }
  function add(root, values) {
    if (rows(root).length >= Number(root.dataset.most)) { say(root, root.dataset.full); tell(root, root.dataset.full); return; }
    var id = "r" + Math.random().toString(36).slice(2, 10), holder = document.createElement("div");
    holder.innerHTML = root.querySelector("template[data-plan-template=row]").innerHTML.replaceAll("__row__", id);
    var row = holder.firstElementChild, after = placeFor(root, values.phase);
    Object.keys(values).forEach(function (name) {
      var input = field(row, name);
      if (input.type === "checkbox") { input.checked = values[name]; } else { input.value = values[name]; }
    });
    if (after) { after.after(row); } else { part(root, "rows").prepend(row); }
    if (values.phase !== "break" && values.phase !== "buffer") { toggle(row, true); }
    changed(root);
    go(values.phase === "break" || values.phase === "buffer" ? field(row, "minutes") : values.row_method ? field(row, "content") : field(row, "row_method"));
    sayDone(root, root.dataset.added.replace("#", rows(root).indexOf(row) + 1));
  }
  function tell(root, text) { formOf(root).querySelector("[data-wbm-words]").textContent = text; }

  function move(root, row, by) {
    var other = by < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!other) { return; }
    if (by < 0) { other.before(row); } else { other.after(row); }
    moved(root, row);
  }
  function moved(root, row) {
    var list = rows(root);
    changed(root);
    sayDone(root, root.dataset.moved.replace("##", list.length).replace("#", list.indexOf(row) + 1));
  }
  function remove(root, row) {
    var box = part(root, "undo"), next = row.nextElementSibling || row.previousElementSibling;
    root.wbmTaken = { row: row, before: row.nextElementSibling };
    row.remove();
    box.hidden = false;
    box.querySelector("span").textContent = root.dataset.removed;
    changed(root);
    sayDone(root, root.dataset.removed);
    box.querySelector("button").focus({ preventScroll: Boolean(next) });
  }
  function undo(root) {
    var taken = root.wbmTaken;
    if (!taken) { return; }
    part(root, "rows").insertBefore(taken.row, taken.before && taken.before.isConnected ? taken.before : null);
    root.wbmTaken = null;
    part(root, "undo").hidden = true;
    changed(root);
    go(taken.row.querySelector(".wbm-plan-toggle"));
  }

  /* The catalogue: only what fits, until somebody takes a filter away. */
  function filter(root) {
    var box = part(root, "catalogue"), count = part(box, "count"), shown = 0, on = {};
    if (box.hidden) { return; }
    all(box, "[data-plan-filter]").forEach(function (each) { on[each.dataset.planFilter] = each.type === "checkbox" ? each.checked : each.value; });
    all(box, "[data-plan-method]").forEach(function (each) {
      var data = each.dataset, free = Number(root.dataset.total) - root.wbmUsed;
      each.hidden = Boolean((on.phase && !data.phases.split(" ").includes(on.phase)) || (on.group && data.fits === undefined) ||
        (on.time && Number(data.least) > free) || (on.protects && data.protects === undefined));
      shown += each.hidden ? 0 : 1;
    });
    count.textContent = shown === 0 ? count.dataset.none : shown === 1 ? count.dataset.one : count.dataset.many.replace("#", shown);
  }
  function catalogue(root, phase) {
    var box = part(root, "catalogue");
    box.hidden = false;
    if (phase !== undefined) { box.querySelector("[data-plan-filter=phase]").value = phase; }
    filter(root);
    go(box.querySelector("h5"));
  }
  function take(root, entry) {
    var data = entry.dataset, box = part(root, "catalogue"), wanted = box.querySelector("[data-plan-filter=phase]").value;
    var phases = data.phases.trim().split(" "), free = Number(root.dataset.total) - root.wbmUsed;
    var minutes = Math.max(Number(data.least), Math.min(Number(data.most), Number(data.least) + 5, free));
    box.hidden = true;
    add(root, { phase: phases.includes(wanted) ? wanted : missing(root, phases), row_method: data.planMethod, minutes: minutes, row_form: data.form,
      visual: data.visual !== undefined, dots: data.dots || "" });
  }
  function missing(root, phases) {
    var there = rows(root).map(function (row) { return row.dataset.phase; });
    return phases.find(function (each) { return !there.includes(each); }) || phases[0];
  }
  function addMeasure(root) {
    part(root, "measures").append(root.querySelector("template[data-plan-template=measure]").content.cloneNode(true));
    refresh(root);
    go(part(root, "measures").lastElementChild.querySelector("[name=what]"));
  }

  /* The next step: one button that leads to where something is to be done. */
  function lead(root, kind, at) {
    var prefix = root.id.replace(/-plan$/, "");
    if (kind === "catalogue") { catalogue(root, at);
    } else if (kind === "row") {
      var row = root.querySelector("[data-plan-row='" + at + "']");
      if (row) { toggle(row, true); go(row.querySelector(".wbm-plan-toggle")); }
    } else if (kind === "measures") {
      var inputs = all(root, "[data-plan-measure]")[Number(at) || 0];
      if (inputs) { go(inputs.querySelector("[name=what]")); } else { addMeasure(root); }
    } else if (kind === "texts") {
      go(all(root, "textarea[name=reasons], textarea[name=plan_b]").find(function (each) { return !each.value.trim(); }) || document.getElementById(prefix + "-texts"));
    } else { go(document.getElementById(prefix + "-rows-h")); }
  }

  var DO = {
    toggle: function (root, button) { toggle(rowOf(button)); },
    up: function (root, button) { move(root, rowOf(button), -1); button.focus(); },
    down: function (root, button) { move(root, rowOf(button), 1); button.focus(); },
    remove: function (root, button) { remove(root, rowOf(button)); },
    undo: undo,
    catalogue: function (root) { catalogue(root); },
    close: function (root) { part(root, "catalogue").hidden = true; go(root.querySelector("[data-plan-do=catalogue]")); },
    take: function (root, button) { take(root, button.closest("[data-plan-method]")); },
    "break": function (root) { add(root, { phase: "break", minutes: 10 }); },
    buffer: function (root) { add(root, { phase: "buffer", minutes: Math.max(5, Math.ceil(root.dataset.total * 0.05)) }); },
    empty: function (root) { var last = rows(root).filter(function (row) { return /^P/.test(row.dataset.phase); }).pop(); add(root, { phase: last ? last.dataset.phase : "P1", minutes: 10 }); },
    measure: addMeasure,
    "remove-measure": function (root, button) { button.closest("[data-plan-measure]").remove(); changed(root); go(root.querySelector("[data-plan-do=measure]")); },
    grip: function () { /* Dragged, or moved with the arrow keys. */ }
  };
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-plan-do], [data-plan-go]"), root = button && rootOf(button);
    if (!root) { return; }
    if (button.dataset.planGo) { lead(root, button.dataset.planGo, button.dataset.planAt); } else { DO[button.dataset.planDo](root, button); }
  });
  document.addEventListener("keydown", function (event) {
    var grip = event.target.closest && event.target.closest("[data-plan-do=grip]");
    if (!grip || !["ArrowUp", "ArrowDown"].includes(event.key)) { return; }
    event.preventDefault();
    move(rootOf(grip), rowOf(grip), event.key === "ArrowUp" ? -1 : 1);
    go(grip);
  });
  document.addEventListener("input", function (event) {
    var root = rootOf(event.target), row = root && rowOf(event.target);
    if (root) { root.wbmDone = ""; }
    if (row) { refresh(root); }
  });

  /* What was refused is marked where it stands, and stays there. */
  document.addEventListener("htmx:afterRequest", function (event) {
    var by = event.detail.requestConfig.elt, root = by.matches("form[data-wbm-draft]") && rootOf(by), xhr = event.detail.xhr;
    if (!root || !xhr.getResponseHeader("X-WBM-Refusal")) { return; }
    var name = xhr.getResponseHeader("X-WBM-Field"), id = xhr.getResponseHeader("X-WBM-Row"), measure = Number(xhr.getResponseHeader("X-WBM-Measure"));
    var place = id ? root.querySelector("[data-plan-row='" + window.CSS.escape(id) + "']") : measure ? all(root, "[data-plan-measure]")[measure - 1] : formOf(root);
    var input = place && name && field(place, name);
    if (!input) { return; }
    if (id) { toggle(place, true); }
    input.setAttribute("aria-invalid", "true");
    if (place !== formOf(root)) {
      var line = document.createElement("p");
      line.className = "wbm-error";
      line.textContent = new DOMParser().parseFromString(xhr.responseText, "text/html").body.textContent.trim();
      part(place, "found").replaceChildren(line);
    }
  });
  document.addEventListener("htmx:afterSwap", function (event) {
    var root = event.target instanceof Element && rootOf(event.target), news = root && root.wbmDone && root.querySelector("[data-wbm-state] [data-wbm-announce]");
    if (news) {
      news.dataset.wbmAnnounce = root.wbmDone + " " + news.dataset.wbmAnnounce;
      root.wbmDone = "";
    }
  }, true);
  document.addEventListener("htmx:afterSwap", function (event) {
    var root = event.target instanceof Element && rootOf(event.target);
    if (root) { all(root, "[aria-invalid]").forEach(function (each) { each.removeAttribute("aria-invalid"); }); }
  });

  /* What is folded open stays open when the part around it comes anew. */
  document.addEventListener("htmx:oobBeforeSwap", function (event) {
    var there = event.detail.target;
    if (!there.matches("[data-plan-stand]")) { return; }
    all(there, "details[open]").forEach(function (each) {
      var fresh = event.detail.fragment.querySelector("[data-plan-open='" + each.dataset.planOpen + "']");
      if (fresh) { fresh.open = true; }
    });
  });

  /* Another library's loader must not take the file for one of its modules. */
  var loading = null;
  function sortable(address) {
    loading = loading || new Promise(function (done) {
      var script = document.createElement("script"), define = window.define;
      script.src = address;
      script.onload = script.onerror = function () { window.define = define; done(window.Sortable); };
      window.define = undefined;
      document.head.append(script);
    });
    return loading;
  }
  function draggable(root) {
    sortable(root.dataset.sortable).then(function (Sortable) {
      if (!Sortable || !root.isConnected) { return; }
      Sortable.create(part(root, "rows"), { handle: "[data-plan-do=grip]", animation: 0, forceFallback: true, fallbackTolerance: 4,
        ghostClass: "wbm-plan-ghost", onEnd: function (event) { if (event.oldIndex !== event.newIndex) { moved(root, event.item); } } });
      root.dataset.planReady = "";
    });
  }
  function start() {
    document.querySelectorAll("[data-plan]").forEach(function (root) {
      if (root.wbmStarted) { return; }
      root.wbmStarted = true;
      ["input", "change"].forEach(function (name) {
        part(root, "catalogue").addEventListener(name, function (event) { event.stopPropagation(); filter(root); });
      });
      part(root, "catalogue").addEventListener("keydown", function (event) { if (event.key === "Escape") { DO.close(root); } });
      refresh(root);
      draggable(root);
      if (root.dataset.planUnsaved !== undefined) { formOf(root).dispatchEvent(new Event("input", { bubbles: true })); }
    });
  }
  window.wbmPlan = { start: start };
  start();
})();
