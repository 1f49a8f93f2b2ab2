// Suggestions under search boxes: an input with data-suggest (where to ask) and a <datalist>.
// The browser shows the list and handles its keys; without this file the boxes simply search.

const WAIT = 150;

for (const input of document.querySelectorAll("input[data-suggest]")) {
  let timer = 0;
  let asking = null;

  async function suggest() {
    asking?.abort();
    const text = input.value.trim();
    if (text.length < 2 || text.length > input.maxLength) return;
    asking = new AbortController();
    try {
      const url = `${input.dataset.suggest}?q=${encodeURIComponent(text)}`;
      const answer = await fetch(url, { signal: asking.signal });
      if (!answer.ok) return;
      const { items } = await answer.json();
      input.list?.replaceChildren(
        ...items.map((item) => Object.assign(document.createElement("option"), { value: item.heading })),
      );
    } catch {
      // Typed on, or offline: the box still searches.
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(suggest, WAIT);
  });
}
