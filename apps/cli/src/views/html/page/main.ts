import { ClusterTable } from "./cluster-table.ts";
import { find } from "./element.ts";
import { Filters } from "./filters.ts";
import { Overview } from "./overview.ts";
import { Timeline } from "./timeline.ts";

function start(): void {
  const clusters = new ClusterTable();
  const timeline = new Timeline(reveal);
  const filters = new Filters(update);
  const overview = new Overview((change) => filters.apply(change));

  function update(): void {
    filters.update();
    clusters.update();
    timeline.update();
  }

  function reveal(index: number): void {
    clusters.reveal(index);
  }

  find("report").hidden = false;
  overview.mount(find("overview"));
  timeline.mount(find("operations"));
  filters.mount(find("filters"));
  clusters.mount(find("clusters"));
  clusters.update();
}

function offerTheme(): void {
  const toggle = find("theme");
  const dark = () => {
    const chosen = document.documentElement.dataset.theme;
    return chosen === undefined ? prefersDark() : chosen === "dark";
  };
  const name = () => {
    toggle.textContent = dark() ? "Light theme" : "Dark theme";
  };
  toggle.addEventListener("click", () => {
    document.documentElement.dataset.theme = dark() ? "light" : "dark";
    name();
  });
  toggle.hidden = false;
  name();
}

function prefersDark(): boolean {
  return window.matchMedia?.("(prefers-color-scheme: dark)").matches ?? false;
}

offerTheme();
start();
