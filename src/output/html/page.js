// Makes the page's charts from the data beside them, and its tables sortable. Without this script the tables are still there.
(function () {
  "use strict";
  const charts = JSON.parse(document.getElementById("data").textContent);
  const drawn = [];
  document.documentElement.classList.add("js");

  function show(figure, index) {
    figure.querySelectorAll("[data-view]").forEach((view) => (view.hidden = Number(view.dataset.view) !== index));
  }

  for (const element of document.querySelectorAll("[data-chart]")) {
    const { kind, views } = charts[Number(element.dataset.chart)];
    const figure = element.closest("figure");
    const chart = OfframpCharts.draw(element, kind, views[0].data);
    drawn.push(chart);
    const pick = figure.querySelector("select");
    if (!pick) continue;
    const label = figure.querySelector(".shown");
    pick.closest(".pick").hidden = false;
    pick.addEventListener("change", () => {
      const view = views[pick.selectedIndex];
      chart.show(view.data);
      element.setAttribute("aria-label", view.words);
      label.textContent = view.label;
      show(figure, pick.selectedIndex);
    });
    show(figure, 0);
  }

  // A table is sorted by a click on a column's header: as numbers where they are numbers, in the other direction by the next click.
  const parsed = (text) => {
    const number = parseFloat(text.replace(/[\s\u202f]/g, "").replace("−", "-"));
    return Number.isNaN(number) ? null : number;
  };
  function sort(table, column, header) {
    const down = header.getAttribute("aria-sort") !== "descending";
    const body = table.tBodies[0];
    const cell = (row) => row.cells[column].textContent;
    const rows = [...body.rows].sort((a, b) => {
      const [x, y] = [parsed(cell(a)), parsed(cell(b))];
      return x !== null && y !== null ? x - y : cell(a) < cell(b) ? -1 : 1;
    });
    if (down) rows.reverse();
    table.querySelectorAll("[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
    header.setAttribute("aria-sort", down ? "descending" : "ascending");
    body.append(...rows);
  }
  for (const table of document.querySelectorAll("table")) {
    [...table.tHead.rows[0].cells].forEach((header, column) => {
      const text = header.textContent;
      if (!text) return;
      const button = document.createElement("button");
      button.type = "button";
      button.title = "Sort";
      button.textContent = text;
      button.addEventListener("click", () => sort(table, column, header));
      header.replaceChildren(button);
    });
  }

  // On paper there is a width of its own and always light.
  const PAPER = 680;
  window.addEventListener("beforeprint", () => drawn.forEach((chart) => chart.print(PAPER)));
  window.addEventListener("afterprint", () => drawn.forEach((chart) => chart.printed()));
})();
