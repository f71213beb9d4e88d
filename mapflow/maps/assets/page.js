"use strict";
(async function () {
  const L = window.L;
  const byId = (id) => document.getElementById(id);
  const view = JSON.parse(byId("view").textContent);
  const WORLD = view.world;
  const said = byId("said");

  async function unpack(id) {
    const text = atob(byId(id).textContent);
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  // What Python packed: for all groups, and for the area last, numbers of four bytes, in planes.
  function reader(bytes) {
    let at = 0;
    return function (count) {
      const found = new Uint32Array(count);
      for (let i = 0; i < count; i++) {
        const j = at + i;
        found[i] = bytes[j] | (bytes[j + count] << 8) | (bytes[j + 2 * count] << 16) | (bytes[j + 3 * count] << 24);
      }
      at += 4 * count;
      return found;
    };
  }

  function places(steps) {
    const found = new Int32Array(steps.length);
    let here = 0;
    for (let i = 0; i < steps.length; i++) {
      const step = steps[i];
      here = (here + ((step >>> 1) ^ -(step & 1))) | 0;
      found[i] = here;
    }
    return found;
  }

  const OUTER = 0, HOLE = 1, LINE = 2, POINTS = 3;

  class Shapes {
    constructor(read) {
      const [features, paths, points] = read(3);
      this.count = features;
      const perFeature = read(features), heads = read(paths);
      this.xs = places(read(points));
      this.ys = places(read(points));
      this.first = new Uint32Array(features + 1);
      for (let f = 0; f < features; f++) this.first[f + 1] = this.first[f] + perFeature[f];
      this.start = new Uint32Array(paths + 1);
      this.kind = new Uint8Array(paths);
      // Rings are drawn such that a hole goes the other way round, and overlaps stay filled.
      this.isTurned = new Uint8Array(paths);
      this.hasLines = this.hasPoints = false;
      for (let p = 0; p < paths; p++) {
        this.kind[p] = heads[p] & 3;
        this.start[p + 1] = this.start[p] + (heads[p] >>> 2);
        if (this.kind[p] === LINE) this.hasLines = true;
        else if (this.kind[p] === POINTS) this.hasPoints = true;
        else this.isTurned[p] = (this.area(p) < 0) !== (this.kind[p] === HOLE);
      }
      this.box = new Int32Array(features * 4);
      for (let f = 0; f < features; f++) this.around(this.start[this.first[f]], this.start[this.first[f + 1]], this.box, f * 4);
    }

    around(from, end, into, at) {
      const { xs, ys } = this;
      let left = 2147483647, top = left, right = -2147483648, bottom = right;
      for (let i = from; i < end; i++) {
        const x = xs[i], y = ys[i];
        if (x < left) left = x;
        if (x > right) right = x;
        if (y < top) top = y;
        if (y > bottom) bottom = y;
      }
      into[at] = left;
      into[at + 1] = top;
      into[at + 2] = right;
      into[at + 3] = bottom;
      return into;
    }

    // The box around the largest part of a feature, where there is room for a name.
    largest(feature) {
      let best = null, most = -1;
      for (let p = this.first[feature]; p < this.first[feature + 1]; p++) {
        const box = this.around(this.start[p], this.start[p + 1], [0, 0, 0, 0], 0);
        const size = (box[2] - box[0]) * (box[3] - box[1]);
        if (size > most) [best, most] = [box, size];
      }
      return best;
    }

    area(path) {
      const { xs, ys } = this, start = this.start[path], end = this.start[path + 1];
      let twice = 0;
      for (let i = start, j = end - 1; i < end; j = i++) twice += (xs[j] - xs[start]) * (ys[i] - ys[start]) - (xs[i] - xs[start]) * (ys[j] - ys[start]);
      return twice;
    }

    holds(feature, x, y) {
      let inside = false;
      for (let p = this.first[feature]; p < this.first[feature + 1]; p++) {
        if (this.kind[p] > HOLE) continue;
        for (let i = this.start[p], j = this.start[p + 1] - 1; i < this.start[p + 1]; j = i++) {
          if ((this.ys[i] > y) !== (this.ys[j] > y) && x < ((this.xs[j] - this.xs[i]) * (y - this.ys[i])) / (this.ys[j] - this.ys[i]) + this.xs[i]) inside = !inside;
        }
      }
      return inside;
    }

    // How far a line or a point is; a polygon that is as small counts by its corners.
    distance(feature, x, y) {
      let least = Infinity;
      for (let p = this.first[feature]; p < this.first[feature + 1]; p++) {
        for (let i = this.start[p]; i < this.start[p + 1]; i++) {
          const isJoined = this.kind[p] !== POINTS && i > this.start[p];
          const ax = this.xs[isJoined ? i - 1 : i], ay = this.ys[isJoined ? i - 1 : i];
          const dx = this.xs[i] - ax, dy = this.ys[i] - ay, length = dx * dx + dy * dy;
          const share = length ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length)) : 0;
          least = Math.min(least, Math.hypot(ax + share * dx - x, ay + share * dy - y));
        }
      }
      return least;
    }
  }

  let read;
  try {
    read = reader(await unpack("shapes"));
  } catch {
    const told = document.createElement("p");
    told.textContent = "This browser cannot unpack the map. Use Chrome 80, Firefox 113, Safari 16.4 or later.";
    byId("notices").appendChild(told);
    return;
  }
  const groups = view.groups.map((group) => ({ ...group, shapes: new Shapes(read), isShown: true }));
  const area = new Shapes(read);
  const hasImage = view.backdrops.length > 0;
  let showsArea = area.count > 0;
  let labels = null;
  let chosen = null;

  const toX = (lng) => (lng / 360 + 0.5) * WORLD;
  const toY = (lat) => (0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI)) * WORLD;
  const toPlace = (x, y) => L.latLng((Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / WORLD))) * 180) / Math.PI, (x / WORLD - 0.5) * 360);

  const isDark = window.matchMedia("screen and (prefers-color-scheme: dark)");
  function shade(colour, share, towards) {
    const parts = [1, 3, 5].map((i) => Math.round(parseInt(colour.slice(i, i + 2), 16) * (1 - share) + towards * share));
    return "rgb(" + parts.join(",") + ")";
  }
  // A light colour needs a dark edge on a light ground.
  const edge = (colour) => (hasImage || isDark.matches ? colour : shade(colour, 0.5, 0));

  // A path of many shapes takes long to fill, and so does a path for each.
  const MANY = 20000, CHUNK = 64;
  function paint(pen, scale, left, top, width, height) {
    const k = scale / WORLD, few = 6 / k;
    const west = (left - 8) / k, north = (top - 8) / k, east = (left + width + 8) / k, south = (top + height + 8) / k;
    const seen = [];
    let total = 0;
    for (const number of view.order) {
      const group = groups[number];
      if (!group.isShown) continue;
      const { box, count } = group.shapes, list = new Uint32Array(count);
      let n = 0;
      for (let f = 0, j = 0; f < count; f++, j += 4) {
        if (box[j] <= east && box[j + 2] >= west && box[j + 1] <= south && box[j + 3] >= north) list[n++] = f;
      }
      total += n;
      seen.push([group, list.subarray(0, n)]);
    }
    const hasEdges = total <= MANY;
    for (const [group, list] of seen) {
      pen.fillStyle = group.colour + (hasEdges ? "73" : "b3");
      pen.strokeStyle = edge(group.colour);
      pen.lineWidth = 1.6;
      for (let from = 0; from < list.length; from += CHUNK) {
        pen.beginPath();
        for (const f of list.subarray(from, from + CHUNK)) trace(pen, group.shapes, f, k, left, top, hasEdges ? 1.5 : 3, !hasEdges);
        pen.fill();
        if (hasEdges) pen.stroke();
        else if (group.shapes.hasLines) strokeLines(pen, group.shapes, list.subarray(from, from + CHUNK), k, left, top);
      }
      if (hasEdges && group.shapes.hasLines) {
        pen.lineWidth = 2.4;
        strokeLines(pen, group.shapes, list, k, left, top);
      }
    }
    if (showsArea) {
      const dark = hasImage || isDark.matches;
      for (const [colour, line, dash] of [[dark ? "#10201c99" : "#ffffff99", 5, []], [dark ? "#ffffff" : "#10201c", 2.5, [9, 6]]]) {
        pen.beginPath();
        for (let f = 0; f < area.count; f++) trace(pen, area, f, k, left, top, 0);
        for (let f = 0; f < area.count; f++) traceLines(pen, area, f, k, left, top);
        pen.strokeStyle = colour;
        pen.lineWidth = line;
        pen.setLineDash(dash);
        pen.stroke();
      }
      pen.setLineDash([]);
    }
    if (labels) {
      pen.font = "600 12px system-ui, sans-serif";
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      pen.lineJoin = "round";
      pen.lineWidth = 3;
      pen.strokeStyle = isDark.matches && !hasImage ? "#10201ce6" : "#ffffffe6";
      pen.fillStyle = isDark.matches && !hasImage ? "#ffffff" : "#10201c";
      for (const [group, list] of seen) {
        for (const f of list) {
          const text = String(labels(group, f)), box = group.shapes.largest(f);
          if ((box[2] - box[0]) * k < 9 * text.length || (box[3] - box[1]) * k < 18) continue;
          const x = ((box[0] + box[2]) / 2) * k - left, y = ((box[1] + box[3]) / 2) * k - top;
          pen.strokeText(text, x, y);
          pen.fillText(text, x, y);
        }
      }
    }
    if (chosen && chosen.group.isShown) {
      for (const [colour, line] of [["#10201c", 6], ["#ffffff", 3]]) {
        pen.beginPath();
        trace(pen, chosen.group.shapes, chosen.feature, k, left, top, 0);
        traceLines(pen, chosen.group.shapes, chosen.feature, k, left, top);
        pen.strokeStyle = colour;
        pen.lineWidth = line;
        pen.stroke();
      }
    }
    // What is smaller than `least` pixels is a rectangle, in the path or filled at once.
    function trace(to, shapes, f, scaled, x0, y0, least, isFilled) {
      const { xs, ys, kind, start, box } = shapes, j = f * 4;
      const wide = (box[j + 2] - box[j]) * scaled, high = (box[j + 3] - box[j + 1]) * scaled;
      if (wide < least && high < least && kind[shapes.first[f]] <= HOLE) {
        const x = box[j] * scaled - x0, y = box[j + 1] * scaled - y0;
        if (isFilled) to.fillRect(x, y, Math.max(wide, 1.2), Math.max(high, 1.2));
        else to.rect(x, y, Math.max(wide, 1.2), Math.max(high, 1.2));
        return;
      }
      for (let p = shapes.first[f]; p < shapes.first[f + 1]; p++) {
        const from = start[p], end = start[p + 1];
        if (kind[p] === POINTS) {
          for (let i = from; i < end; i++) {
            const x = xs[i] * scaled - x0, y = ys[i] * scaled - y0;
            to.moveTo(x + 4, y);
            to.arc(x, y, 4, 0, 2 * Math.PI);
          }
        } else if (kind[p] <= HOLE) {
          if (shapes.isTurned[p]) {
            to.moveTo(xs[end - 1] * scaled - x0, ys[end - 1] * scaled - y0);
            for (let i = end - 2; i >= from; i--) to.lineTo(xs[i] * scaled - x0, ys[i] * scaled - y0);
          } else {
            to.moveTo(xs[from] * scaled - x0, ys[from] * scaled - y0);
            for (let i = from + 1; i < end; i++) to.lineTo(xs[i] * scaled - x0, ys[i] * scaled - y0);
          }
          to.closePath();
        }
      }
    }
    function traceLines(to, shapes, f, scaled, x0, y0) {
      if (!shapes.hasLines) return;
      const { xs, ys, kind, start } = shapes;
      for (let p = shapes.first[f]; p < shapes.first[f + 1]; p++) {
        if (kind[p] !== LINE) continue;
        to.moveTo(xs[start[p]] * scaled - x0, ys[start[p]] * scaled - y0);
        for (let i = start[p] + 1; i < start[p + 1]; i++) to.lineTo(xs[i] * scaled - x0, ys[i] * scaled - y0);
      }
    }
    function strokeLines(to, shapes, list, scaled, x0, y0) {
      to.beginPath();
      for (const f of list) traceLines(to, shapes, f, scaled, x0, y0);
      to.stroke();
    }
  }

  const Features = L.Renderer.extend({
    options: { padding: 0.15 },
    _initContainer() {
      this._container = L.DomUtil.create("canvas");
      this._container.setAttribute("aria-hidden", "true");
    },
    _destroyContainer() {
      L.DomUtil.remove(this._container);
    },
    _updatePaths() {},
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const { min } = this._bounds, size = this._bounds.getSize(), dots = window.devicePixelRatio || 1;
      const canvas = this._container;
      L.DomUtil.setPosition(canvas, min);
      canvas.width = Math.round(size.x * dots);
      canvas.height = Math.round(size.y * dots);
      canvas.style.width = size.x + "px";
      canvas.style.height = size.y + "px";
      const pen = canvas.getContext("2d"), origin = this._map.getPixelOrigin();
      pen.scale(dots, dots);
      paint(pen, this._map.options.crs.scale(this._map.getZoom()), origin.x + min.x, origin.y + min.y, size.x, size.y);
    },
  });

  const map = L.map("map", { zoomSnap: 0.05, zoomControl: false, maxZoom: 22, minZoom: 0 });
  map.attributionControl.remove();
  L.control.zoom({ position: "topright" }).addTo(map);
  L.control.scale({ imperial: false, maxWidth: 160, position: "bottomright" }).addTo(map);
  const Place = L.Control.extend({
    onAdd() {
      this.box = L.DomUtil.create("div", "place");
      return this.box;
    },
  });
  const place = new Place({ position: "bottomright" }).addTo(map);

  const image = hasImage ? L.featureGroup().addTo(map) : null;
  for (const backdrop of view.backdrops) image.addLayer(L.imageOverlay(backdrop.url, backdrop.corners, { alt: "Imagery" }));

  const layer = new Features();
  const repaint = () => layer._map && layer._update();

  const card = byId("card"), more = byId("more");
  let isNarrow, around;
  const fit = (box, zoom) => map.fitBounds(L.latLngBounds(toPlace(box[0], box[3]), toPlace(box[2], box[1])), { ...around, maxZoom: zoom });
  function begin() {
    // The card covers the left edge of a wide window, and the lower edge of a narrow one.
    isNarrow = window.innerWidth <= 560;
    more.open = !isNarrow;
    const covered = card.getBoundingClientRect();
    const isWide = !isNarrow && window.innerWidth > 2.2 * covered.right;
    around = {
      paddingTopLeft: [isWide ? covered.right : 12, 12],
      paddingBottomRight: [12, isNarrow ? covered.height + 12 : 12],
      animate: false,
    };
    if (view.frame) fit(view.frame, view.finest);
    else if (image) map.fitBounds(image.getBounds(), around);
    else map.fitBounds([[-55, -170], [72, 180]], around);
  }
  begin();
  // A notebook or a page that is still being laid out gives its frame no room at first.
  if (!window.innerWidth || !window.innerHeight) {
    window.addEventListener("resize", () => {
      map.invalidateSize({ animate: false, pan: false });
      begin();
    }, { once: true });
  }
  layer.addTo(map);
  performance.mark("mapflow-drawn");

  // Properties wait packed until somebody wants to see some.
  let facts = null;
  async function table() {
    if (facts) return facts;
    const found = JSON.parse(new TextDecoder().decode(await unpack("facts")));
    facts = found.map((each, number) => {
      const of = new Uint32Array(groups[number].shapes.count), row = new Uint32Array(of.length), used = [];
      for (let run = 0, f = 0; run < each.runs.length; run += 2) {
        for (let i = 0; i < each.runs[run + 1]; i++, f++) {
          of[f] = each.runs[run];
          row[f] = used[of[f]] || 0;
          used[of[f]] = row[f] + 1;
        }
      }
      return { tables: each.tables, of, row };
    });
    return facts;
  }
  function values(number, feature) {
    const { tables, of, row } = facts[number], held = tables[of[feature]];
    return held.names.map((name, i) => [name, held.columns[i][row[feature]]]);
  }

  function about(group, number, feature) {
    const box = document.createElement("div");
    box.className = "facts";
    const head = box.appendChild(document.createElement("h2"));
    head.appendChild(document.createElement("span")).style.background = group.colour;
    head.appendChild(document.createTextNode(group.label));
    const rows = box.appendChild(document.createElement("table"));
    for (const [name, value] of values(number, feature)) {
      const row = rows.insertRow();
      const cell = document.createElement("th");
      cell.scope = "row";
      cell.textContent = name;
      row.appendChild(cell);
      row.insertCell().textContent = value !== null && typeof value === "object" ? JSON.stringify(value) : String(value);
    }
    return box;
  }

  function find(spot, reach) {
    const x = toX(spot.lng), y = toY(spot.lat);
    let best = null, least = Infinity, near = null, nearest = reach;
    groups.forEach((group, number) => {
      if (!group.isShown) return;
      const { box, count } = group.shapes;
      for (let f = 0, j = 0; f < count; f++, j += 4) {
        if (x < box[j] - reach || x > box[j + 2] + reach || y < box[j + 1] - reach || y > box[j + 3] + reach) continue;
        const size = (box[j + 2] - box[j]) * (box[j + 3] - box[j + 1]);
        if (size < least && group.shapes.holds(f, x, y)) {
          best = { group, number, feature: f };
          least = size;
        }
        const isThin = group.shapes.kind[group.shapes.first[f]] > HOLE || Math.max(box[j + 2] - box[j], box[j + 3] - box[j + 1]) < reach;
        const far = isThin ? group.shapes.distance(f, x, y) : Infinity;
        if (far <= nearest) {
          near = { group, number, feature: f };
          nearest = far;
        }
      }
    });
    return near || best;
  }
  const reachNow = () => (7 * WORLD) / map.options.crs.scale(map.getZoom());

  async function show(found, spot) {
    await table();
    chosen = found;
    repaint();
    L.popup({ maxWidth: Math.min(340, window.innerWidth - 60), minWidth: Math.min(200, window.innerWidth - 90) })
      .setLatLng(spot)
      .setContent(about(found.group, found.number, found.feature))
      .on("remove", () => {
        if (chosen !== found) return;
        chosen = null;
        repaint();
      })
      .openOn(map);
  }
  function pick(spot) {
    const found = find(spot, reachNow());
    if (found) show(found, spot);
    return found;
  }
  map.on("click", (event) => pick(event.latlng));
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== map.getContainer()) return;
    said.textContent = pick(map.getCenter()) ? "" : "Nothing is in the middle of the map.";
  });
  let waiting = false;
  map.on("mousemove", (event) => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      const spot = event.latlng.wrap();
      place.box.textContent = spot.lat.toFixed(5) + ", " + spot.lng.toFixed(5);
      map.getContainer().style.cursor = find(event.latlng, reachNow()) ? "pointer" : "";
    });
  });

  const NAMES = /^(?:id|fid|name|feature_id|.+_id)$/i;
  let last = "", turn = 0;
  async function search() {
    const wanted = byId("wanted").value.trim();
    if (!wanted) return;
    await table();
    turn = wanted === last ? turn + 1 : 0;
    last = wanted;
    const matches = [];
    facts.forEach(({ tables, of, row }, number) => {
      tables.forEach((held, t) => {
        held.names.forEach((name, i) => {
          if (!NAMES.test(name) || name === "class_id") return;
          const rows = new Set();
          held.columns[i].forEach((value, r) => String(value) === wanted && rows.add(r));
          if (!rows.size) return;
          for (let f = 0; f < of.length; f++) if (of[f] === t && rows.has(row[f])) matches.push([number, f]);
        });
      });
    });
    const once = [...new Map(matches.map((match) => [match.join(), match])).values()];
    if (!once.length) {
      said.textContent = "No feature has the ID " + wanted + ".";
      return;
    }
    const [number, feature] = once[turn % once.length];
    said.textContent = once.length > 1 ? (turn % once.length) + 1 + " of " + once.length.toLocaleString("en") + "; again for the next." : "Found.";
    const group = groups[number], j = feature * 4, box = group.shapes.box;
    if (!group.isShown) group.tick();
    if (isNarrow) more.open = false;
    fit(box.subarray(j, j + 4), 18);
    show({ group, number, feature }, toPlace((box[j] + box[j + 2]) / 2, (box[j + 1] + box[j + 3]) / 2));
  }
  byId("find").addEventListener("click", search);
  byId("wanted").addEventListener("keydown", (event) => event.key === "Enter" && search());
  byId("search").hidden = !groups.some((group) => group.shapes.count);

  const legend = byId("legend");
  function addToLegend(label, draw, change, number) {
    const item = document.createElement("li");
    const line = item.appendChild(document.createElement("label"));
    const tick = line.appendChild(document.createElement("input"));
    tick.type = "checkbox";
    tick.checked = true;
    tick.addEventListener("change", () => change(tick.checked));
    const swatch = line.appendChild(document.createElement("span"));
    swatch.className = "swatch";
    draw(swatch.style);
    const name = line.appendChild(document.createElement("span"));
    name.className = "name";
    name.textContent = label;
    const count = line.appendChild(document.createElement("span"));
    count.className = "number";
    count.textContent = number === undefined ? "" : number.toLocaleString("en");
    legend.appendChild(item);
    return () => {
      tick.checked = true;
      change(true);
    };
  }
  // Groups of one name, such as the parts of a plan, share a line.
  const lines = new Map();
  for (const group of groups) lines.set(group.label, [...(lines.get(group.label) || []), group]);
  for (const [label, members] of lines) {
    const count = members.reduce((sum, group) => sum + group.count, 0);
    const colours = members.slice(0, 4).map((group) => group.colour);
    const tick = addToLegend(
      label,
      (style) => {
        style.borderColor = members.length > 1 ? "" : edge(colours[0]);
        const stops = colours.map((colour, i) => `${colour}b3 ${(i * 100) / colours.length}% ${((i + 1) * 100) / colours.length}%`);
        style.background = members.length > 1 ? `linear-gradient(135deg, ${stops.join(", ")})` : colours[0] + "73";
      },
      (isOn) => {
        for (const group of members) group.isShown = isOn;
        repaint();
      },
      count,
    );
    for (const group of members) group.tick = tick;
  }
  if (area.count) {
    addToLegend("Area of interest", (style) => {
      style.borderStyle = "dashed";
    }, (isOn) => {
      showsArea = isOn;
      repaint();
    });
  }
  if (image) {
    addToLegend("Imagery", (style) => {
      style.background = "linear-gradient(135deg, #7d9a6d 50%, #b9b3a4 50%)";
    }, (isOn) => (isOn ? image.addTo(map) : image.remove()));
  }

  if (view.label) {
    await table();
    labels = (group, feature) => (values(groups.indexOf(group), feature).find(([name]) => name === view.label) || ["", ""])[1];
    repaint();
  }
  isDark.addEventListener("change", repaint);
  // Paper has another width than the window, and keeps what is shown.
  const shown = () => map.getBounds();
  let before = null;
  function refit() {
    map.invalidateSize({ animate: false, pan: false });
    if (before) map.fitBounds(before, { animate: false });
  }
  window.addEventListener("beforeprint", () => {
    before = shown();
    refit();
  });
  window.addEventListener("afterprint", () => {
    refit();
    before = null;
  });
})();
