import { reactive, watch } from "vue";

/** How large and how bright the window is shown; kept on this computer. */
export interface Display {
  zoom: 100 | 125 | 150 | 175;
  theme: "auto" | "light" | "dark";
}

export const ZOOMS: Display["zoom"][] = [100, 125, 150, 175];

const KEY = "chengbao-display";

function stored(): Display {
  try {
    const raw = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Display>;
    return {
      zoom: ZOOMS.includes(raw.zoom as Display["zoom"]) ? (raw.zoom as Display["zoom"]) : 100,
      theme: raw.theme === "light" || raw.theme === "dark" ? raw.theme : "auto",
    };
  } catch {
    return { zoom: 100, theme: "auto" };
  }
}

export const display = reactive<Display>(stored());

/** Whether side panels have to go below, and whether rows have to be lower. */
export function fit(width: number, height: number, zoom: number): { narrow: boolean; short: boolean } {
  const scale = zoom / 100;
  return { narrow: width / scale < 1100, short: height / scale <= 720 };
}

/** Keeps the root element in step with the choice, the system's theme and the window's size. */
export function applyDisplay(): void {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const draw = () => {
    const theme = display.theme === "auto" ? (dark.matches ? "dark" : "light") : display.theme;
    root.dataset["theme"] = theme;
    root.classList.toggle("dark", theme === "dark");
    root.style.setProperty("--zoom", String(display.zoom / 100));
    const { narrow, short } = fit(window.innerWidth, window.innerHeight, display.zoom);
    root.toggleAttribute("data-narrow", narrow);
    root.toggleAttribute("data-short", short);
  };
  draw();
  dark.addEventListener("change", draw);
  window.addEventListener("resize", draw);
  watch(display, () => {
    localStorage.setItem(KEY, JSON.stringify(display));
    draw();
  });
}
