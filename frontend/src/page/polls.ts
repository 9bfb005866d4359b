// What is fetched every few seconds is put in only where it says something else: else whoever
// listens would hear the same again each time.

export function swapOnlyNews(): void {
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { detail } = event as CustomEvent;
    const place = detail.target as HTMLElement;
    if (!place.getAttribute("hx-trigger")?.startsWith("every")) return;
    const coming = document.createElement("template");
    coming.innerHTML = detail.serverResponse as string;
    if (coming.innerHTML.trim() === place.innerHTML.trim()) detail.shouldSwap = false;
  });
}
