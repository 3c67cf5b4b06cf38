// Where the browser refuses to keep anything (cookies blocked, a sandboxed frame, storage that is full), what the
// page's scripts ask to be kept is kept as long as the page is open. Scripts that expect the browser's own storage then
// work.
for (const name of ["localStorage", "sessionStorage"]) {
  const kept = new Map();
  try {
    const storage = window[name];
    for (let i = 0; i < storage.length; i++) kept.set(storage.key(i), storage.getItem(storage.key(i)));
    storage.setItem("kept?", "");
    storage.removeItem("kept?");
  } catch {
    const standIn = {
      get length() { return kept.size; },
      key: (index) => [...kept.keys()][index] ?? null,
      getItem: (key) => kept.get(String(key)) ?? null,
      setItem: (key, value) => { kept.set(String(key), String(value)); },
      removeItem: (key) => { kept.delete(String(key)); },
      clear: () => kept.clear(),
    };
    Object.defineProperty(window, name, { value: standIn, configurable: true });
  }
}
