/* The small part of the platform's page that blocks of xblocks-contrib lean on. */
(function () {
  "use strict";
  var $ = window.jQuery;
  var table = document.getElementById("pv-words");
  var words = table ? JSON.parse(table.textContent) : {};

  /* Texts */
  window.gettext = window.gettext || function (text) { return words[text] || text; };
  window.ngettext = window.ngettext || function (one, many, count) {
    return window.gettext(count === 1 ? one : many);
  };
  window.interpolate = window.interpolate || function (text, values, named) {
    return named
      ? text.replace(/%\(\w+\)s/g, function (place) { return String(values[place.slice(2, -2)]); })
      : text.replace(/%s/g, function () { return String(values.shift()); });
  };

  /* HTML that is known to be safe, and text that is not */
  function Html(text) { this.text = text; }
  Html.prototype.toString = Html.prototype.valueOf = function () { return this.text; };
  function html(text) { return new Html(text); }
  function ensured(text) {
    return text instanceof Html ? text : html($("<i>").text(text === undefined ? "" : text).html());
  }
  function fill(text, values) {
    return text.replace(/{\w+}/g, function (place) { return String(values[place.slice(1, -1)]); });
  }
  window.edx = window.edx || {};
  window.edx.StringUtils = window.edx.StringUtils || { interpolate: fill };
  window.edx.HtmlUtils = window.edx.HtmlUtils || {
    HTML: html,
    HtmlSnippet: Html,
    ensureHtml: ensured,
    interpolateHtml: function (text, values) {
      var safe = {};
      Object.keys(values || {}).forEach(function (name) { safe[name] = ensured(values[name]); });
      return html(fill(ensured(text).toString(), safe));
    },
    joinHtml: function () { return html(Array.prototype.map.call(arguments, ensured).join("")); },
    setHtml: function (element, text) { return $(element).html(ensured(text).toString()); },
    append: function (element, text) { return $(element).append(ensured(text).toString()); },
    prepend: function (element, text) { return $(element).prepend(ensured(text).toString()); },
    template: function (text, settings) {
      return function (data) { return html(window._.template(text, settings)(data || {})); };
    }
  };

  /* What is said to screen readers */
  var live = $("<div class='wbm-sr' aria-live='polite' id='reader-feedback'></div>").appendTo("body");
  window.SR = {
    clear: function () { live.text(""); },
    readText: function (text) { live.text(text); },
    readTexts: function (texts) { live.text((texts || []).join(". ")); }
  };

  /* Nothing to do here: tracking goes through the blocks, formulas are shown as they are written */
  window.Logger = { log: function () {}, listen: function () {} };
  window.analytics = { track: function () {} };
  window.MathJax = {
    Hub: {
      Queue: function () {
        Array.prototype.forEach.call(arguments, function (job) {
          if (typeof job === "function") { job(); }
        });
      },
      getAllJax: function () { return []; },
      Config: function () {}
    },
    Callback: { After: function () {} }
  };
  window.onTouchBasedDevice = function () { return null; };

  /* Requests carry the token, as on the platform */
  function token() {
    var match = document.cookie.match("(?:^|; )csrftoken=([^;]*)");
    return match ? decodeURIComponent(match[1]) : "";
  }
  $.ajaxSetup({
    beforeSend: function (request, settings) {
      if (!settings.crossDomain) { request.setRequestHeader("X-CSRFToken", token()); }
    }
  });
  $.postWithPrefix = $.post;
  $.getWithPrefix = $.get;
  $.ajaxWithPrefix = $.ajax;
})();
