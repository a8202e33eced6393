// Brings an element into view among lines whose height is only an estimate until they are drawn.

const TRIES = 3;

/** `block` as in scrollIntoView. Scrolling draws lines and so moves the target: looked at again once they are drawn. */
export function bringIntoView(element, block, tries = TRIES) {
  element.scrollIntoView({ block });
  if (tries > 1) requestAnimationFrame(() => requestAnimationFrame(() => bringIntoView(element, block, tries - 1)));
}
