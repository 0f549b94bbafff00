/* Shows a citation's references in a card on hover, focus and tap. They are cloned from the page's own list:
   nothing is asked of the network, no text is read as HTML. Without this script a citation is a plain link. */
(() => {
  "use strict";
  if (!document.querySelector(".evidence-reference")) return;

  const GAP = 6; // px between citation and card, and between card and the edge of the screen
  const MOST = 0.6; // of the screen's height, so that the text stays in sight
  const HOVER_DELAY = 150; // ms: a pointer on its way elsewhere opens nothing
  const GRACE = 300; // ms for the pointer to cross the gap (WCAG 1.4.13, hoverable)

  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
  const near = (event, selector) => (event.target instanceof Element ? event.target.closest(selector) : null);
  const fold = (text) => text.replace(/\s+/g, " ").trim();

  /* What a screen reader says: focus on a citation gives "Reference 1, link" and then the reference, since
     NVDA and VoiceOver read aria-describedby on focus; so the keyboard's focus can stay where it is. The card
     is a named group: a tooltip may hold no links, and a dialog would promise to take the focus. A tap has no
     focus to describe, so there the card takes it, which brings VoiceOver's cursor into it. NVDA's browse mode
     reads the link's name alone; Enter leads to the list, whose links lead back. */
  const card = make("div", { className: "evidence-card", tabIndex: -1 });
  card.setAttribute("role", "group");
  card.setAttribute("popover", "manual"); // the top layer, where no table's overflow clips it
  const items = make("ol", { id: "evidence-card-references" });
  const inList = make("a", { className: "evidence-card-goto" });
  const shut = make("button", { type: "button", className: "evidence-card-close" });
  const foot = make("p", { className: "evidence-card-foot" });
  foot.append(inList, shut);
  card.append(items, foot);

  let current = null; // the citation whose card is open
  let seen = false; // it has been on the screen since
  let pointer = ""; // what pressed last: "mouse", "touch", "pen"; older Safari's click does not say it
  let timer = 0;

  const referencesOf = (citation) => {
    const href = citation.getAttribute("href") ?? "";
    const ids = [href.replace(/^#/, ""), ...(citation.dataset.evidenceAlso?.match(/\S+/g) ?? [])];
    const references = ids.map((id) => document.getElementById(id));
    return references.every((tag) => tag?.matches(".evidence-reference")) ? references : []; // all or none
  };

  const cloneOf = (reference) => {
    const item = make("li");
    for (const part of reference.children) {
      if (!part.matches(".evidence-backlinks, .evidence-copy")) item.append(part.cloneNode(true));
    }
    item.value = [...reference.parentElement.children].indexOf(reference) + 1;
    return item;
  };

  /* The card lies at the end of the body: ground and ink of the list come with it, whatever the theme. */
  const paint = (reference) => {
    const ground = (tag) => getComputedStyle(tag).backgroundColor;
    let behind = reference;
    while (behind && !ground(behind).startsWith("rgb(")) behind = behind.parentElement;
    card.style.backgroundColor = behind ? ground(behind) : "";
    card.style.color = getComputedStyle(reference).color;
  };

  const place = () => {
    if (!current) return;
    const lines = current.getClientRects();
    if (!lines.length) return close();
    const { clientWidth: wide, clientHeight: high } = document.documentElement;
    const [first, last] = [lines[0], lines[lines.length - 1]];
    const needed = Math.min(card.scrollHeight + card.offsetHeight - card.clientHeight, high * MOST);
    const below = high - last.bottom - 2 * GAP;
    const above = first.top - 2 * GAP;
    const under = needed <= below || below >= above;
    const height = Math.min(needed, under ? below : above);
    card.style.maxHeight = `${height}px`;
    const line = under ? last : first;
    const top = under ? line.bottom + GAP : line.top - GAP - height;
    const left = card.dir === "rtl" ? line.right - card.offsetWidth : line.left;
    card.style.top = `${Math.max(GAP, Math.min(top, high - height - GAP))}px`;
    card.style.left = `${Math.max(GAP, Math.min(left, wide - card.offsetWidth - GAP))}px`;
  };

  const observer = new IntersectionObserver((entries) => {
    const visible = entries[entries.length - 1].isIntersecting;
    if (seen && !visible) close(); // scrolled away, with the page or inside a table
    seen = visible;
  });

  const later = (run, delay) => {
    clearTimeout(timer);
    timer = setTimeout(run, delay);
  };
  const close = () => {
    clearTimeout(timer);
    observer.disconnect();
    current?.removeAttribute("aria-describedby");
    current = null;
    card.remove();
  };
  const closeUnlessHeld = () =>
    current?.matches(":hover, :focus-visible") || card.matches(":hover, :focus-within") || close();
  const dismiss = () => {
    if (card.contains(document.activeElement)) current.focus({ preventScroll: true });
    close();
  };

  const open = (citation) => {
    clearTimeout(timer);
    if (citation === current) return true;
    const references = referencesOf(citation);
    if (!references.length) return false;
    close();
    current = citation;
    seen = false;
    const words = references[0].closest("[data-goto]")?.dataset;
    items.replaceChildren(...references.map(cloneOf));
    inList.textContent = words?.goto ?? "↓";
    inList.setAttribute("href", citation.getAttribute("href"));
    shut.textContent = words?.close ?? "×";
    card.setAttribute("aria-label", citation.getAttribute("aria-label") ?? fold(citation.textContent));
    card.dir = getComputedStyle(citation).direction;
    paint(references[0]);
    document.body.append(card);
    card.showPopover?.();
    citation.setAttribute("aria-describedby", items.id);
    place();
    observer.observe(citation);
    return true;
  };

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse" || event.buttons) return; // a pressed button is selecting text
    const citation = near(event, ".evidence-citation");
    if (near(event, ".evidence-card") || (current && citation === current)) clearTimeout(timer);
    else if (citation) later(() => open(citation), HOVER_DELAY);
    else later(closeUnlessHeld, GRACE);
  });
  document.documentElement.addEventListener("pointerleave", () => later(closeUnlessHeld, GRACE));

  document.addEventListener("focusin", (event) => {
    const citation = near(event, ".evidence-citation");
    if (citation?.matches(":focus-visible")) open(citation);
  });
  document.addEventListener("focusout", ({ target, relatedTarget: next }) => {
    const isOurs = (tag) => tag === current || card.contains(tag);
    if (!current || !isOurs(target) || (next && isOurs(next))) return;
    if (next) close();
    else later(closeUnlessHeld, 0); // when the whole window lost the focus, the citation still has it
  });

  document.addEventListener("keydown", (event) => {
    pointer = "";
    if (event.key === "Escape") dismiss();
    if (event.key !== "Tab" || !current) return;
    const stops = [...card.querySelectorAll("a[href], button")];
    const at = document.activeElement;
    const next = event.shiftKey ? [card, stops[0]].includes(at) && current : at === current && stops[0];
    if (next) {
      event.preventDefault();
      next.focus();
    } else if (!event.shiftKey && at === stops[stops.length - 1]) {
      current.focus({ preventScroll: true }); // the browser's own step then goes on from the citation
    }
  });

  document.addEventListener("pointerdown", (event) => {
    pointer = event.pointerType;
    if (!near(event, ".evidence-card, .evidence-citation")) close();
  });
  document.addEventListener("click", (event) => {
    if (near(event, ".evidence-card-close")) dismiss();
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const citation = near(event, ".evidence-citation");
    if (citation && (pointer === "touch" || pointer === "pen")) {
      const wasOpen = citation === current;
      if (!open(citation)) return;
      event.preventDefault();
      if (wasOpen) dismiss();
      else card.focus({ preventScroll: true });
    } else if (citation || near(event, ".evidence-card-goto")) setTimeout(close); // once the link is followed
  });

  document.addEventListener("scroll", (event) => event.target !== card && place(), { capture: true, passive: true });
  window.addEventListener("resize", place);
})();
