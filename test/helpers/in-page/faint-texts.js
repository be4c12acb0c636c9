// Runs in a page: gives the texts that are seen and have less contrast with what is behind them than WCAG 2 asks for (AA: 4.5 : 1).
(() => {
  /** @param {string} text @returns {[number, number, number, number]} */
  const colour = (text) => {
    const [r = 0, g = 0, b = 0, a = 1] = (text.match(/[\d.]+/g) ?? []).map(Number);
    return [r, g, b, text === 'none' ? 0 : a];
  };
  const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
  const contrast = (one, other) => {
    const [less, more] = [light(one), light(other)].toSorted((a, b) => a - b);
    return (more + 0.05) / (less + 0.05);
  };
  const isBelow = (shape, element, box) => {
    const { left, right, top, bottom } = shape.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const isEarlier = shape.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING;
    return left <= x && x <= right && top <= y && y <= bottom && isEarlier;
  };
  /** What is painted behind the middle of an element: in a picture the last shape that lies there, else the first colour outwards. */
  const ground = (element, box) => {
    const shapes =
      element instanceof SVGElement ? [...element.closest('svg').querySelectorAll('rect, circle')] : [];
    for (const shape of shapes.filter((shape) => isBelow(shape, element, box)).toReversed()) {
      const fill = colour(getComputedStyle(shape).fill);
      if (fill[3] > 0) return fill;
    }
    for (let at = element; at; at = at.parentElement) {
      const behind = colour(getComputedStyle(at).backgroundColor);
      if (behind[3] > 0) return behind;
    }
    return [255, 255, 255, 1];
  };
  const faint = [];
  let looked = 0;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const element = text.parentElement;
    if (text.textContent.trim() === '' || !element.checkVisibility()) continue;
    const box = element.getBoundingClientRect();
    // what only a screen reader reads has no contrast
    if (box.width <= 1 || element.closest('.hidden, .skip, title, script, style, option')) continue;
    const style = getComputedStyle(element);
    const ratio = contrast(
      colour(element instanceof SVGElement ? style.fill : style.color),
      ground(element, box),
    );
    looked++;
    if (ratio < 4.5)
      faint.push(
        `${ratio.toFixed(2)} ${element.tagName}.${element.getAttribute('class')}: ${text.textContent.slice(0, 40)}`,
      );
  }
  return { faint, looked };
})();
