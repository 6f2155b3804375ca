// Dark and light: as the system says, until the reader says otherwise.
const key = "relata-theme";

export function current(): "dark" | "light" {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "dark" || chosen === "light") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

export function start(changed: () => void): void {
  const saved = stored();
  if (saved) document.documentElement.dataset.theme = saved;
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
}

export function toggle(): void {
  const next = current() === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  try {
    localStorage.setItem(key, next);
  } catch {
    // A browser may keep nothing; the choice then lasts as long as the page.
  }
}

function stored(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
