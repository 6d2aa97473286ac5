// Reloads the page when the site or the text on it changed, and keeps the place where the reader was.
(function () {
  "use strict";
  var of = document.currentScript.dataset.of;
  var events = new EventSource("/_events" + (of ? "?of=" + of : ""));
  events.addEventListener("reload", function (e) {
    if (e.data === "site" || e.data === location.pathname) location.reload();
  });
  // Any two versions of a document can be compared here: the preview makes the page when it is asked for.
  var versions = Array.from(document.querySelectorAll("[data-version]"), function (v) { return v.dataset.version; });
  var before = document.getElementById("versions");
  if (before && versions.length > 1) {
    var german = /^de/.test(document.documentElement.lang);
    var form = document.createElement("form");
    form.className = "sift";
    form.action = location.pathname.replace(/\.html$/, "/compare.html");
    [["from", versions.length - 1, german ? "Vergleiche" : "Compare"], ["to", 0, german ? "mit" : "with"]].forEach(function (side) {
      var label = document.createElement("label"), select = document.createElement("select");
      select.name = side[0];
      versions.forEach(function (v, i) { select.add(new Option(v, v, i === side[1], i === side[1])); });
      label.append(side[2] + " ", select);
      form.append(label);
    });
    var go = document.createElement("button");
    go.textContent = german ? "Vergleichen" : "Compare";
    form.append(go);
    before.after(form);
  }
  window.addEventListener("pagehide", function () { events.close(); });
})();
