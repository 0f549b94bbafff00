/* Gives each reference, and each form of "Cite this page", a button that copies its text. */
(() => {
  "use strict";
  const COPIED = 2000; // ms
  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
  const fold = (text) => text.replace(/\s+/g, " ").trim();
  const status = make("span", { className: "evidence-unseen" });
  status.setAttribute("role", "status");
  let restore = () => {}; // gives the button that says "Copied" its own word back

  const addButton = (source, insert) => {
    const words = source?.closest("[data-copy]")?.dataset;
    if (!words) return;
    const button = make("button", { type: "button", className: "evidence-copy", textContent: words.copy });
    const start = fold(source.textContent.slice(0, 200)).split(" ", 6).join(" ");
    button.setAttribute("aria-label", `${words.copy}: ${start}`); // 500 buttons "Copy" tell nobody which
    button.dataset.widest = words.copied; // the style keeps room for it, so that nothing moves
    insert(button);
  };

  const copyByCommand = (text) => {
    const focused = document.activeElement;
    const area = make("textarea", { value: text, readOnly: true, className: "evidence-unseen" });
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    focused?.focus({ preventScroll: true });
    return done;
  };

  const copy = async (button) => {
    const reference = button.closest(".evidence-reference");
    const source = reference?.querySelector(".evidence-reference-text") ?? button.previousElementSibling;
    const text = source.matches("pre") ? source.textContent.trim() : fold(source.textContent);
    // Outside https and localhost there is no clipboard object, and a reader may forbid it.
    const done = await navigator.clipboard?.writeText(text).then(() => true, () => false);
    if (!done && !copyByCommand(text)) return getSelection().selectAllChildren(source); // for the reader's Ctrl+C
    restore();
    const words = button.closest("[data-copy]").dataset;
    button.textContent = status.textContent = words.copied;
    const wait = setTimeout(() => restore(), COPIED);
    restore = () => {
      clearTimeout(wait);
      button.textContent = words.copy;
      status.textContent = "";
    };
  };

  for (const reference of document.querySelectorAll(".evidence-reference")) {
    const row = reference.querySelector(".evidence-backlinks, .evidence-cited-on") ?? reference;
    addButton(reference.querySelector(".evidence-reference-text"), (button) => row.append(" ", button));
  }
  for (const form of document.querySelectorAll(".evidence-cite-text, .evidence-cite-bibtex")) {
    addButton(form, (button) => form.after(button));
  }
  if (!document.querySelector(".evidence-copy")) return;
  document.body.append(status); // there before it speaks, or nobody hears it
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".evidence-copy");
    if (button) copy(button);
  });
})();
