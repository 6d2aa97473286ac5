// Reloads the page when the site changed, and keeps the place where the reader was.
(function () {
  "use strict";
  var events = new EventSource("/_events");
  events.addEventListener("reload", function () { location.reload(); });
  window.addEventListener("pagehide", function () { events.close(); });
})();
