"""What is asked of a page in a real browser: does anything overlap, and can its words be read?"""

# Every label of the diagram against every other label, every number, and every arrow of another step.
OVERLAPS = """() => {
  const words = ['.what', '.party', '.note', '.time', 'circle'].map(one => '.diagram ' + one).join();
  const boxes = [...document.querySelectorAll(words)]
    .map(one => [one.textContent || "dot", one.getBoundingClientRect()]);
  const found = [];
  const cross = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 2 && b.top < a.bottom - 2;
  boxes.forEach(([name, a], i) => boxes.slice(i + 1).forEach(([other, b]) => {
    if (cross(a, b)) found.push(name + ' | ' + other);
  }));
  const lines = [...document.querySelectorAll('.diagram .way')].map(one => one.getBoundingClientRect());
  boxes.filter(([name]) => name !== 'dot').forEach(([name, a]) => lines.forEach(b => {
    const across = a.left < b.right && b.left < a.right && a.top + 2 < b.top && b.top < a.bottom - 3;
    if (across) found.push(name + ' | arrow');
  }));
  return found;
}"""

# The lowest contrast of any words on the page against what is behind them (WCAG 2.2, 1.4.3).
CONTRAST = """() => {
  const number = text => text.match(/[\\d.]+/g).map(Number);
  const light = colour => {
    const even = v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    const [r, g, b] = number(colour).map(v => even(v / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = one => {
    for (let at = one; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (number(colour).length < 4 || number(colour)[3] > 0) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  const words = [...document.querySelectorAll('h1, h2, h3, p, dt, dd, td, th, summary, .label, a, footer')];
  return Math.min(...words.map(one => {
    const [a, b] = [light(getComputedStyle(one).color), light(ground(one))].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  }));
}"""
