"""What Chromium is asked to measure, as functions of an element."""

from __future__ import annotations

# WCAG 2.1 contrast of an element's own colour with what is painted behind it.
CONTRAST = """tag => {
  const rgba = colour => {
    const probe = document.createElement('canvas').getContext('2d');
    probe.fillStyle = colour; probe.fillRect(0, 0, 1, 1);
    return [...probe.getImageData(0, 0, 1, 1).data];
  };
  const over = (below, top) => below.map((part, i) => top[i] * top[3] / 255 + part * (1 - top[3] / 255));
  let behind = [255, 255, 255];
  const layers = [];
  for (let at = tag; at; at = at.parentElement) layers.unshift(getComputedStyle(at).backgroundColor);
  for (const layer of layers) behind = over(behind, rgba(layer));
  const light = colour => colour.slice(0, 3).map(part => part / 255)
    .map(part => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
  const [high, low] = [light(rgba(getComputedStyle(tag).color)), light(behind)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}"""
