/* The editor of exercises: sends the whole draft with every step, swaps in the answer, keeps what is
   not saved in this browser, takes steps back. One global for XBlock. */
(function () {
  "use strict";

  var WAIT = 400;

  function stored(key) {
    try { return JSON.parse(localStorage.getItem(key)); } catch (broken) { return null; }
  }
  function store(key, value) {
    try {
      if (value) { localStorage.setItem(key, JSON.stringify(value)); } else { localStorage.removeItem(key); }
    } catch (full) { /* A private window keeps nothing. */ }
  }

  function Editor(runtime, root) {
    this.runtime = runtime;
    this.root = root;
    this.url = root.dataset.edUrl;
    this.key = root.dataset.edKey;
    this.undone = [];
    this.done = [];
    this.edits = this.clean = 0;
    this.listen();
    this.offer();
    this.arrived();
    this.tell("clean");
  }

  Editor.prototype = {
    find: function (selector) { return this.root.querySelector(selector); },
    all: function (selector) { return Array.from(this.root.querySelectorAll(selector)); },
    screen: function () { return this.find("[data-ed-screen]"); },

    /* What is on the page, as pairs of names and texts. Switches are said in words; what is not
       ticked is left out. */
    pairs: function () {
      return Array.from(this.screen().querySelectorAll("[name]")).filter(function (field) {
        return field.type !== "file" && (field.type !== "checkbox" || field.checked || "edSwitch" in field.dataset);
      }).map(function (field) {
        return [field.name, "edSwitch" in field.dataset ? String(field.checked) : field.value];
      });
    },

    tell: function (state, time) {
      var words = this.find("[data-ed-state]"), name = "ed" + state.charAt(0).toUpperCase() + state.slice(1);
      words.textContent = [this.screen().dataset.edSaid, words.dataset[name] + (time ? " " + time : "")].filter(Boolean).join(" ");
      words.dataset.edIs = state;
    },

    /* `edits` counts what was typed or stepped, `clean` is how far all is saved. */
    dirty: function () { return this.edits !== this.clean; },
    touched: function () {
      this.edits += 1;
      this.tell("dirty");
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(this.keep.bind(this), WAIT);
    },
    keep: function () {
      window.clearTimeout(this.timer);
      if (!this.dirty()) { return; }
      store(this.key, { pairs: this.pairs(), tab: this.screen().dataset.edScreen, done: this.done, undone: this.undone, at: Date.now() });
    },
    settle: function () {
      this.clean = this.edits;
      window.clearTimeout(this.timer);
      store(this.key, null);
    },

    /* Requests: one at a time. An answer to a draft that was typed into meanwhile is not shown: the
       same is asked again with what was typed. A new name of an entry goes ahead of everything. */
    ask: function (action, values, pressed) {
      var self = this, seen = this.screen(), again = function () { return self.ask(action, values, pressed); };
      if (this.busy) { return this.asked === "rename" ? this.busy.then(again) : Promise.resolve(false); }
      if (this.renaming && pressed !== "rename") { return this.rename().then(again); }
      this.asked = this.pressed = pressed;
      this.sent = this.edits;
      this.late = null;
      this.focused = document.activeElement;
      this.find("#ed-told").textContent = "";
      this.tell("busy");
      this.busy = this.post(action, values || {}).then(function () {
        var swapped = self.screen() !== seen;
        self.busy = null;
        if (self.late) { return self.belated(action, again); }
        if (swapped) { self.arrived(); }
        if (swapped && "edWasSaved" in self.screen().dataset) { self.saved(); } else { self.tell(self.dirty() ? "dirty" : "clean"); }
        return swapped;
      });
      return this.busy;
    },
    post: function (action, values) {
      var main = this.find("[data-ed-main]"), sent = Object.assign({}, values, { pairs: JSON.stringify(values.pairs || this.pairs()) });
      return window.htmx.ajax("POST", this.url + "/" + action, { source: main, target: main, swap: "innerHTML", values: sent }).catch(function () { return null; });
    },
    belated: function (action, again) {
      var seen = new DOMParser().parseFromString(this.late, "text/html").querySelector("[data-ed-was-saved] [name=':seen']");
      this.late = null;
      this.tell("dirty");
      if (seen) { this.find("[name=':seen']").value = seen.value; return false; }
      return new Promise(function (done) { window.setTimeout(done, WAIT); }).then(again);
    },
    rename: function () {
      var step = this.renaming;
      this.renaming = null;
      return this.step(step, "rename");
    },

    arrived: function () {
      var self = this, screen = this.screen(), wanted = screen.dataset.edFocus, text = this.find("textarea[name=':text']");
      if (text) {
        this.numbers(text);
        text.addEventListener("scroll", function () { self.find("[data-ed-lines]").scrollTop = text.scrollTop; });
      }
      this.buttons();
      if (this.pressed === "rename" && this.focused && this.focused.id && document.getElementById(this.focused.id)) {
        document.getElementById(this.focused.id).focus({ preventScroll: true });
      } else if (wanted) { this.lead(wanted); } else if (this.find("[data-ed-summary]") && this.pressed) {
        this.find("[data-ed-summary]").focus({ preventScroll: true });
        this.find("[data-ed-summary]").scrollIntoView({ block: "nearest" });
      } else if (this.pressed === "tab") { this.find(".ed-tabs [aria-current]").focus({ preventScroll: true }); }
      this.pressed = null;
    },

    /* Leads to a field, an entry or a list; inside it to the button that was pressed before. */
    lead: function (ident) {
      var place = document.getElementById(ident), part = place && place.closest("[data-ed-shown]"), focus;
      if (!place) { return false; }
      if (part && part.hidden) { this.part(part.dataset.edShown); }
      if (place.matches("input, select, textarea")) { focus = place; }
      ["up", "down"].forEach(function (name) {
        var button = place.querySelector(":scope > .ed-item-head [data-ed-name=" + name + "]:not([disabled])");
        if (button && (this.pressed === name || (focus === undefined && /up|down/.test(this.pressed)))) { focus = button; }
      }, this);
      if (!focus && /add|copy|field/.test(this.pressed)) { focus = place.querySelector("input:not([type=hidden]), textarea, select"); }
      focus = focus || place.querySelector("[data-ed-name=toggle], [data-ed-name=add], [data-ed-name=remove], input:not([type=hidden]), textarea, select") || place;
      focus.focus({ preventScroll: true });
      (place.matches("[data-ed-item]") ? place : focus).scrollIntoView({ block: "nearest" });
      if (focus.getBoundingClientRect().bottom > this.find(".ed-bar").getBoundingClientRect().top) { focus.scrollIntoView({ block: "center" }); }
      return true;
    },

    buttons: function () {
      this.find("[data-ed-do=undo]").disabled = !this.done.length;
      this.find("[data-ed-do=redo]").disabled = !this.undone.length;
    },

    back: function () {
      var field = this.find("[data-ed-back]");
      return field ? JSON.parse(field.value) : null;
    },

    /* A step changes the form; the answer says how to take it back. */
    step: function (step, pressed) {
      var self = this;
      return this.ask("step", { step: JSON.stringify(step) }, pressed).then(function (swapped) { if (swapped) { self.noted(); } });
    },
    noted: function () {
      var back = this.back();
      if (!back) { return; }
      this.done.push(back);
      this.undone = [];
      this.buttons();
      this.touched();
    },
    again: function (from, to) {
      var self = this, step = from[from.length - 1];
      if (!step) { return; }
      this.toForm().then(function (there) { return there && self.ask("step", { step: JSON.stringify(step) }, "undo"); }).then(function (swapped) {
        var back = swapped && self.back();
        if (!back) { return; }
        from.pop();
        to.push(back);
        self.buttons();
        self.touched();
      });
    },
    toForm: function () {
      return this.screen().dataset.edScreen === "form" ? Promise.resolve(true) : this.ask("show/form", {}, "undo");
    },

    /* Studio hears of a save when it is done: a sign "start" without "end" would stay on the screen. */
    saved: function () {
      this.settle();
      this.tell("saved", new Date().toLocaleTimeString(this.root.lang, { hour: "2-digit", minute: "2-digit" }));
      this.root.dispatchEvent(new CustomEvent("wbm:saved", { bubbles: true }));
      this.notify("save", { state: "start" });
      this.notify("save", { state: "end" });
    },
    notify: function (name, data) { if (this.runtime && this.runtime.notify) { this.runtime.notify(name, data); } },

    part: function (name) {
      this.all("[data-ed-shown]").forEach(function (part) { part.hidden = part.dataset.edShown !== name; });
      this.all("[data-ed-part]").forEach(function (button) {
        if (button.dataset.edPart === name) { button.setAttribute("aria-current", "true"); } else { button.removeAttribute("aria-current"); }
      });
      this.find("[name=':part']").value = name;
    },

    /* Text: line numbers, and the way to a line. */
    numbers: function (text) {
      var count = text.value.split("\n").length, lines = [];
      for (var number = 1; number <= count; number += 1) { lines.push(number); }
      this.find("[data-ed-lines]").textContent = lines.join("\n");
    },
    line: function (number) {
      var text = this.find("textarea[name=':text']"), lines = text.value.split("\n");
      var start = lines.slice(0, number - 1).join("\n").length + (number > 1 ? 1 : 0);
      text.focus();
      text.setSelectionRange(start, start + (lines[number - 1] || "").length);
      text.scrollTop = (text.scrollHeight / lines.length) * Math.max(0, number - 6);
    },

    /* Files */
    read: function (input) {
      var self = this, file = input.files[0];
      if (!file) { return; }
      file.text().then(function (text) { return self.ask("read/" + input.dataset.edRead, { text: text }, "tab"); }).then(function (swapped) { if (swapped) { self.noted(); } });
    },
    write: function (button) {
      var self = this, name = "exercise" + button.dataset.edSuffix, body = new FormData();
      var token = document.cookie.match("(?:^|; )csrftoken=([^;]*)");
      body.append("pairs", JSON.stringify(this.pairs()));
      fetch(this.url + "/write/" + button.dataset.edWrite, { method: "POST", body: body, headers: { "X-CSRFToken": token ? decodeURIComponent(token[1]) : "" } }).then(function (answer) {
        var found = (answer.headers.get("Content-Disposition") || "").match(/filename="?([^";]+)/);
        return answer.text().then(function (text) {
          if (!answer.ok) { self.find("#ed-told").innerHTML = text; return; }
          var link = document.createElement("a");
          link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
          link.download = found ? found[1] : name;
          link.click();
          window.setTimeout(URL.revokeObjectURL, 10000, link.href);
        });
      }).catch(function () { self.find("[data-wbm-offline]").hidden = false; });
    },

    /* What was never saved */
    offer: function () {
      var kept = stored(this.key), box = this.find("[data-ed-kept]");
      if (!kept || JSON.stringify(kept.pairs) === JSON.stringify(this.pairs())) { store(this.key, null); return; }
      box.hidden = false;
      this.find("[data-ed-when]").textContent = new Date(kept.at).toLocaleString(this.root.lang, { dateStyle: "full", timeStyle: "short" });
    },
    take: function () {
      var self = this, kept = stored(this.key);
      this.find("[data-ed-kept]").hidden = true;
      if (!kept) { return; }
      this.ask("show/" + (kept.tab === "text" ? "text" : "form"), { pairs: kept.pairs }, "tab").then(function (swapped) {
        if (!swapped) { self.find("[data-ed-kept]").hidden = false; return; }
        self.done = kept.done || [];
        self.undone = kept.undone || [];
        self.buttons();
        self.touched();
      });
    },
    close: function () { this.closing = true; this.notify("cancel", {}); this.root.dispatchEvent(new CustomEvent("wbm:closed", { bubbles: true })); },

    act: function (name, button) {
      var tab = this.screen().dataset.edScreen, self = this, leave = this.find("[data-ed-leave]");
      if (name === "save") {
        this.keep();
        this.ask("save/" + (tab === "conflict" || tab === "begin" ? "form" : tab), { knowingly: button.dataset.edKnowingly || "", over: button.dataset.edOver || "" }, "save");
      } else if (name === "check") { this.ask("check/" + (tab === "conflict" || tab === "begin" ? "form" : tab), {}, "check");
      } else if (name === "theirs") { this.ask("theirs", {}, "tab").then(function (swapped) { if (swapped) { self.noted(); } });
      } else if (name === "undo") { this.again(this.done, this.undone);
      } else if (name === "redo") { this.again(this.undone, this.done);
      } else if (name === "take") { this.take();
      } else if (name === "drop") { store(this.key, null); this.find("[data-ed-kept]").hidden = true;
      } else if (name === "cancel") { if (this.dirty()) { this.keep(); leave.hidden = false; leave.querySelector("button").focus(); } else { this.close(); }
      } else if (name === "stay") { leave.hidden = true;
      } else if (name === "later") { this.close();
      } else if (name === "discard") { this.settle(); this.close(); }
    },

    press: function (button) {
      var data = button.dataset, step, kind;
      if (data.edDo) { this.act(data.edDo, button);
      } else if (data.edStep) {
        step = JSON.parse(data.edStep);
        kind = button.parentNode.querySelector("[data-ed-kind]");
        if (kind && step.do === "insert") { step.kind = kind.value; }
        this.step(step, data.edName || "add");
      } else if (data.edTab) { this.ask("show/" + data.edTab, {}, "tab");
      } else if (data.edPart) { this.part(data.edPart);
      } else if (data.edLine) { this.line(Number(data.edLine));
      } else if (data.edAt) {
        this.pressed = "field";
        if (!this.lead(data.edAt)) { this.step({ do: "unfold", path: JSON.parse(data.edPlace) }, "field"); }
      } else if (data.edBegin) { this.ask("begin/" + data.edBegin, {}, "tab").then(this.touched.bind(this));
      } else if (data.edWrite) { this.write(button); }
    },

    listen: function () {
      var self = this;
      this.root.addEventListener("click", function (event) {
        var button = event.target.closest("button");
        if (button && self.root.contains(button)) { self.press(button); }
      });
      this.root.addEventListener("input", function (event) {
        if (!event.target.name) { return; }
        if (event.target.name === ":text") { self.numbers(event.target); }
        self.touched();
      });
      this.root.addEventListener("change", function (event) {
        var field = event.target;
        if (field.dataset.edRead) { self.read(field);
        } else if (field.dataset.edRecast) { self.recast(field);
        } else if (field.dataset.edRename && field.value !== field.dataset.edWas) {
          self.renaming = { do: "rename", path: JSON.parse(field.dataset.edRename), was: field.dataset.edWas, now: field.value };
          window.setTimeout(function () { if (self.renaming) { self.rename(); } }, WAIT);
        }
      });
      this.root.addEventListener("keydown", function (event) { self.keys(event); });
      document.addEventListener("htmx:beforeSwap", function (event) {
        if (event.detail.target !== self.find("[data-ed-main]") || self.edits === self.sent) { return; }
        event.detail.shouldSwap = false;
        self.late = event.detail.xhr.responseText;
      });
      window.addEventListener("beforeunload", function (event) {
        if (self.root.isConnected && self.dirty() && !self.closing) { self.keep(); event.preventDefault(); }
      });
      window.addEventListener("pagehide", function () { if (self.root.isConnected) { self.keep(); } });
    },
    recast: function (field) {
      var kind = field.value, before = Array.from(field.options).find(function (option) { return option.defaultSelected; });
      field.value = before.value;
      this.step({ do: "recast", path: JSON.parse(field.dataset.edRecast), kind: kind }, "recast");
    },
    keys: function (event) {
      var key = event.key, item = event.target.closest("[data-ed-item]"), button;
      if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "s") {
        event.preventDefault();
        this.act("save", this.find("[data-ed-do=save]"));
      } else if (key === "Enter" && "edSingle" in event.target.dataset && !event.isComposing) { event.preventDefault();
      } else if (event.altKey && (key === "ArrowUp" || key === "ArrowDown") && item) {
        event.preventDefault();
        button = item.querySelector(":scope > .ed-item-head [data-ed-name=" + (key === "ArrowUp" ? "up" : "down") + "]");
        if (!button.disabled) { this.press(button); }
      }
    }
  };

  /* The XBlock runtime calls this with `new`; Studio's editor passes a jQuery object. */
  window.WbmEditor = function (runtime, element) {
    var node = element.jquery ? element[0] : element;
    var root = node.matches("[data-ed]") ? node : node.querySelector("[data-ed]");
    if (window.htmx) { window.htmx.process(node); }
    if (root) { this.editor = new Editor(runtime, root); }
  };
})();
