// Returns what would keep someone from using the page: controls without a name, doubled ids, text with too little contrast, and content wider than the window.
() => {
  const problems = [];
  const dialog = document.querySelector('dialog[open]');
  const root = dialog ?? document.body;
  const isVisible = element => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !element.closest('.hidden, .skip, [hidden]');
  const describe = element => `${element.tagName.toLowerCase()}${element.id ? '#' + element.id : ''}.${element.className?.baseVal ?? element.className} "${(element.textContent ?? '').trim().slice(0, 30)}"`;
  const nameOf = element => element.getAttribute('aria-label') || (element.labels?.length ? [...element.labels].map(label => label.textContent).join('') : '') || element.textContent.trim();

  for (const control of root.querySelectorAll('button, input, textarea, select, [role=progressbar], [role=img]'))
    if (isVisible(control) && !nameOf(control).trim()) problems.push(`no name: ${describe(control)}`);

  const ids = [...document.querySelectorAll('[id]')].map(element => element.id);
  for (const id of new Set(ids.filter((id, index) => ids.indexOf(id) !== index))) problems.push(`doubled id: ${id}`);
  for (const reference of document.querySelectorAll('[aria-labelledby], [aria-describedby], [aria-controls]'))
    for (const name of ['aria-labelledby', 'aria-describedby', 'aria-controls'])
      for (const id of (reference.getAttribute(name) ?? '').split(' ').filter(Boolean))
        if (!document.getElementById(id)) problems.push(`${name} of ${describe(reference)} names ${id}, which does not exist`);
  if (!document.documentElement.lang) problems.push('the page has no language');
  if (!document.querySelector('main')) problems.push('the page has no main part');

  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = color => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const color = rgba(getComputedStyle(at).backgroundColor);
      if (color[3] > 0.99) return color;
    }
    return [255, 255, 255, 1];
  };
  const light = ([r, g, b]) => [r, g, b].map(value => value / 255).map(value => value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4).reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
  const contrast = (a, b) => { const [high, low] = [light(a), light(b)].sort((x, y) => y - x); return (high + 0.05) / (low + 0.05); };
  for (const element of root.querySelectorAll('*')) {
    const hasText = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
    if (!hasText || !isVisible(element) || element.disabled || element.tagName === 'OPTION' || (!dialog && element.closest('dialog'))) continue;
    const style = getComputedStyle(element);
    const ratio = contrast(rgba(style.color), behind(element));
    const isLarge = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
    if (ratio < (isLarge ? 3 : 4.5)) problems.push(`contrast ${ratio.toFixed(2)}: ${describe(element)}`);
  }

  if (document.documentElement.scrollWidth > innerWidth) problems.push(`the page is ${document.documentElement.scrollWidth} pixels wide in a window of ${innerWidth}`);
  for (const control of root.querySelectorAll('button')) {
    const { width, height } = control.getBoundingClientRect();
    if (isVisible(control) && width > 0 && (width < 24 || height < 24)) problems.push(`too small to touch (${Math.round(width)}x${Math.round(height)}): ${describe(control)}`);
  }

  return problems;
}
