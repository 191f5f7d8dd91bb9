'use strict';
document.documentElement.classList.add('scripted');
document.querySelectorAll('.timeline').forEach(makeZoomable);
document.querySelectorAll('.explorer').forEach(makeSortable);

/** A box of the timeline is wider than the part of it that one sees; zooming widens it, and scrolls. */
function makeZoomable(timeline) {
  const view = timeline.querySelector('.view');
  const canvas = timeline.querySelector('.canvas');
  const axis = timeline.querySelector('.axis');
  const tip = timeline.querySelector('.tip');
  const lanes = [...timeline.querySelectorAll('.lane')].map((lane) =>
    [...lane.querySelectorAll('[role=option]')].sort((one, other) => left(one) - left(other)),
  );
  const options = lanes.flat();
  const from = Number(timeline.dataset.from);
  const to = Number(timeline.dataset.to);
  let zoom = 1;

  /** Both in parts of the whole. */
  function left(option) {
    return parseFloat(option.style.left) / 100;
  }
  function middle(option) {
    return left(option) + (parseFloat(option.style.width) || 0) / 200;
  }

  /** Zooms so that `point`, a part of the whole, stays where it is in the view. */
  function zoomTo(next, point) {
    const seen = point * canvas.clientWidth - view.scrollLeft;
    // Browsers place nothing beyond some 30 million pixels.
    zoom = Math.min(Math.max(next, 1), 16_000_000 / view.clientWidth);
    canvas.style.width = `${zoom * 100}%`;
    view.scrollLeft = point * canvas.clientWidth - seen;
    drawAxis();
    hideTip();
  }

  function centre() {
    return Math.min(1, (view.scrollLeft + view.clientWidth / 2) / canvas.clientWidth);
  }

  function fit(option) {
    const width = (parseFloat(option.style.width) || 0) / 100;
    zoomTo(width > 0 ? 0.8 / width : zoom * 2, middle(option));
    view.scrollLeft = middle(option) * canvas.clientWidth - view.clientWidth / 2;
    drawAxis();
  }

  function drawAxis() {
    const unit = (to - from) / canvas.clientWidth;
    const first = from + view.scrollLeft * unit;
    const last = first + view.clientWidth * unit;
    axis.replaceChildren(
      ...ticks(first, Math.min(last, to), Math.max(2, view.clientWidth / 150)).map(({ at, label }) => {
        const tick = document.createElement('span');
        tick.className = 'tick';
        tick.style.left = `${((at - from) / (to - from)) * 100}%`;
        tick.textContent = label;
        return tick;
      }),
    );
  }

  function showTip(option) {
    tip.textContent = option.getAttribute('aria-label');
    tip.hidden = false;
    const box = option.getBoundingClientRect();
    const around = timeline.getBoundingClientRect();
    const seen = Math.min(Math.max(box.left - around.left, 0), around.width - tip.offsetWidth);
    tip.style.left = `${Math.max(0, seen)}px`;
    tip.style.top = `${box.bottom - around.top + 6}px`;
  }
  function hideTip() {
    tip.hidden = true;
  }

  function focus(option) {
    if (!option) return;
    for (const other of options) other.tabIndex = -1;
    option.tabIndex = 0;
    option.focus();
  }

  function beside(option, key) {
    const lane = lanes.findIndex((one) => one.includes(option));
    const index = lanes[lane].indexOf(option);
    if (key === 'ArrowRight') return lanes[lane][index + 1];
    if (key === 'ArrowLeft') return lanes[lane][index - 1];
    if (key === 'Home') return lanes[lane][0];
    if (key === 'End') return lanes[lane].at(-1);
    const distance = (one) => Math.abs(middle(one) - middle(option));
    const others = lanes[lane + (key === 'ArrowDown' ? 1 : -1)] ?? [];
    return [...others].sort((one, other) => distance(one) - distance(other))[0];
  }

  const zoomKeys = { '+': 2, '=': 2, '-': 0.5, 0: 0 };
  view.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const option = event.target.closest('[role=option]');
    if (event.key in zoomKeys) zoomTo(zoom * zoomKeys[event.key], option ? middle(option) : centre());
    else if (event.key === 'Escape') hideTip();
    else if (option && event.key === 'Enter') fit(option);
    else if (option && /^(Arrow|Home$|End$)/.test(event.key)) focus(beside(option, event.key));
    else return;
    event.preventDefault();
    if (option && event.key !== 'Escape') showTip(document.activeElement);
  });
  view.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const at = event.clientX - canvas.getBoundingClientRect().left;
      zoomTo(zoom * (event.deltaY < 0 ? 1.25 : 0.8), at / canvas.clientWidth);
    },
    { passive: false },
  );
  timeline.querySelectorAll('[data-zoom]').forEach((button) => {
    button.addEventListener('click', () => {
      zoomTo({ in: zoom * 2, out: zoom / 2, whole: 1 }[button.dataset.zoom], centre());
    });
  });
  view.addEventListener('dblclick', (event) => {
    const option = event.target.closest('[role=option]');
    if (option) fit(option);
  });
  for (const name of ['pointerover', 'focusin'])
    view.addEventListener(name, (event) => {
      const option = event.target.closest('[role=option]');
      if (option) showTip(option);
      else hideTip();
    });
  view.addEventListener('focusin', (event) => {
    for (const option of options) option.setAttribute('aria-selected', String(option === event.target));
  });
  view.addEventListener('pointerleave', hideTip);
  view.addEventListener('focusout', hideTip);
  view.addEventListener('scroll', drawAxis);
  window.addEventListener('resize', drawAxis);
  if (options[0]) options[0].tabIndex = 0;
  drawAxis();
}

/** Ticks at round times, at most `count` of them. */
function ticks(from, to, count) {
  const least = Math.max((to - from) / count, 0.001);
  const power = 10 ** Math.floor(Math.log10(least));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= least) ?? 10);
  const far = Math.max(Math.abs(from), Math.abs(to));
  const [unit, size] = far >= 1e7 ? ['s', 1e6] : far >= 2000 ? ['ms', 1e3] : ['µs', 1];
  const digits = Math.max(0, Math.ceil(Math.log10(size / step) - 1e-9));
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.max(0, Math.floor(to / step) - first + 1) }, (_, index) => {
    const at = (first + index) * step;
    return { at, label: `${(at / size).toFixed(digits)} ${unit}` };
  });
}

/** A table that sorts by the buttons in its head, and shows the rows that its form asks for. */
function makeSortable(explorer) {
  const table = explorer.querySelector('table');
  const body = table.tBodies[0];
  const { text, class: kind, outliers, all } = explorer.querySelector('form').elements;
  const output = explorer.querySelector('output');
  const top = Number(explorer.dataset.top) || Infinity;
  let rows = [...body.rows];

  function value(row, column) {
    const cell = row.cells[column];
    return cell.dataset.value === undefined ? cell.textContent : Number(cell.dataset.value);
  }

  function sort(heading) {
    const isNumber = heading.classList.contains('number');
    const first = isNumber ? 'descending' : 'ascending';
    const turned = { ascending: 'descending', descending: 'ascending' };
    const order = turned[heading.getAttribute('aria-sort')] ?? first;
    for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
    heading.setAttribute('aria-sort', order);
    const sign = order === 'ascending' ? 1 : -1;
    const compare = isNumber
      ? (one, other) => one - other
      : (one, other) => one.localeCompare(other, 'en', { numeric: true });
    const column = heading.cellIndex;
    rows = [...rows].sort((one, other) => sign * compare(value(one, column), value(other, column)));
    body.append(...rows);
    show();
  }

  /** Whoever asks for some gets all of them; else as many as the report was to show, and the outliers. */
  function show() {
    const asked = text.value.trim().toLowerCase();
    const matching = rows.filter(
      ({ dataset }) =>
        dataset.text.includes(asked) &&
        (!kind?.value || dataset.class === kind.value) &&
        (!outliers?.checked || dataset.outlier === 'yes'),
    );
    const isWhole = asked || kind?.value || outliers?.checked || all?.checked;
    const shown = new Set(
      matching.filter(({ dataset }, index) => isWhole || index < top || dataset.outlier === 'yes'),
    );
    for (const row of rows) row.hidden = !shown.has(row);
    output.textContent = `${shown.size} of ${rows.length} shown`;
  }

  table.tHead.addEventListener('click', (event) => {
    const heading = event.target.closest('th');
    if (heading) sort(heading);
  });
  explorer.addEventListener('input', show);
  explorer.addEventListener('submit', (event) => event.preventDefault());
  show();
}
