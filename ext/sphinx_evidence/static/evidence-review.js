/* Moves a review banner's date state to a worse one on the reader's own day, never to a better one.
   The words are in the banner's data attributes; without this script the banner states the due date itself. */
(() => {
  "use strict";
  const rank = { current: 0, "due-soon": 1, overdue: 2 };
  const today = new Date();
  const dayNumber = (year, month, day) => Date.UTC(year, month, day) / 86400000;
  const now = dayNumber(today.getFullYear(), today.getMonth(), today.getDate());
  for (const banner of document.querySelectorAll(".evidence-review[data-due]")) {
    const [year, month, day] = banner.dataset.due.split("-").map(Number);
    const daysLeft = dayNumber(year, month - 1, day) - now;
    const state = daysLeft < 0 ? "overdue" : daysLeft <= Number(banner.dataset.soonDays) ? "due-soon" : "current";
    const words = banner.querySelector(".evidence-date-state");
    if (words && rank[state] > rank[banner.dataset.state]) {
      words.textContent = state === "overdue" ? banner.dataset.overdue : banner.dataset.dueSoon;
      banner.dataset.state = state;
    }
  }
})();
