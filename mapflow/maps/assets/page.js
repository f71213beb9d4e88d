"use strict";
(function () {
  const L = window.L;
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const view = read("view");
  const collection = read("features");
  const few = collection.features.length <= 5000;

  const map = L.map("map", { preferCanvas: true, zoomSnap: 0.05, zoomControl: false, maxZoom: 22, minZoom: 2 });
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
  map.on("mousemove", (event) => {
    const spot = event.latlng.wrap();
    place.box.textContent = spot.lat.toFixed(5) + ", " + spot.lng.toFixed(5);
  });

  const legend = document.getElementById("legend");
  function addToLegend(label, layer, paint, number) {
    const item = document.createElement("li");
    const line = item.appendChild(document.createElement("label"));
    const tick = line.appendChild(document.createElement("input"));
    tick.type = "checkbox";
    tick.checked = true;
    tick.addEventListener("change", () => (tick.checked ? layer.addTo(map) : layer.remove()));
    const swatch = line.appendChild(document.createElement("span"));
    swatch.className = "swatch";
    paint(swatch.style);
    const name = line.appendChild(document.createElement("span"));
    name.className = "name";
    name.textContent = label;
    const count = line.appendChild(document.createElement("span"));
    count.className = "number";
    count.textContent = number === undefined ? "" : number.toLocaleString("en");
    legend.appendChild(item);
  }

  function facts(feature, group) {
    const box = document.createElement("div");
    box.className = "facts";
    const head = box.appendChild(document.createElement("h2"));
    head.appendChild(document.createElement("span")).style.background = group.colour;
    head.appendChild(document.createTextNode(group.label));
    const table = box.appendChild(document.createElement("table"));
    for (const [name, value] of Object.entries(feature.properties)) {
      const row = table.insertRow();
      const cell = document.createElement("th");
      cell.textContent = name;
      row.appendChild(cell);
      row.insertCell().textContent =
        value !== null && typeof value === "object" ? JSON.stringify(value) : String(value);
    }
    return box;
  }

  const image = view.backdrops.length ? L.featureGroup().addTo(map) : null;
  for (const backdrop of view.backdrops) {
    image.addLayer(L.imageOverlay(backdrop.url, backdrop.corners, { alt: "Imagery" }));
  }

  let outline = null;
  if (view.area) {
    outline = L.layerGroup([
      L.geoJSON(view.area, { interactive: false, style: { color: image ? "#10201c" : "#ffffff", weight: 5, opacity: 0.6, fill: false } }),
      L.geoJSON(view.area, {
        interactive: false,
        style: { color: image ? "#ffffff" : "#10201c", weight: 2.5, opacity: 1, fill: false, dashArray: "9 6" },
      }),
    ]);
  }

  const members = view.groups.map(() => []);
  for (const feature of collection.features) members[feature.group].push(feature);
  const drawn = L.featureGroup();
  view.groups.forEach((group, number) => {
    const rest = { color: group.colour, weight: 1.6, opacity: 1, fillColor: group.colour, fillOpacity: 0.42 };
    const layer = L.geoJSON(members[number], {
      style: rest,
      pointToLayer: (_, spot) => L.circleMarker(spot, { ...rest, radius: 4 }),
      onEachFeature(feature, shape) {
        shape.bindPopup(() => facts(feature, group), { maxWidth: 340, minWidth: 160 });
        if (few && shape.setStyle) {
          shape.on("mouseover", () => shape.setStyle({ weight: 3, fillOpacity: 0.7 }));
          shape.on("mouseout", () => shape.setStyle(rest));
        }
      },
    });
    drawn.addLayer(layer);
    layer.addTo(map);
    addToLegend(group.label, layer, (style) => {
      style.borderColor = group.colour;
      style.background = group.colour + "6b";
    }, group.count);
  });

  if (outline) {
    outline.addTo(map);
    addToLegend("Area of interest", outline, (style) => {
      style.border = "2px dashed #5d6b67";
      style.background = "#ffffff";
    });
  }
  if (image) {
    addToLegend("Imagery", image, (style) => {
      style.borderColor = "#5d6b67";
      style.background = "linear-gradient(135deg, #7d9a6d 50%, #b9b3a4 50%)";
    });
  }

  let target = drawn.getBounds();
  if (view.frame) {
    target = L.latLngBounds([view.frame[1], view.frame[0]], [view.frame[3], view.frame[2]]);
  } else if (image && !target.isValid()) {
    target = image.getBounds();
  }
  // The card covers the left edge of a wide window; keep the area clear of it.
  const card = document.getElementById("card").getBoundingClientRect();
  const wide = window.innerWidth > 2.2 * card.right;
  const corner = wide ? [card.right, 12] : [12, 12];
  if (target.isValid()) map.fitBounds(target, { paddingTopLeft: corner, paddingBottomRight: [12, 12], animate: false });
  else map.setView([20, 0], 2);
})();
