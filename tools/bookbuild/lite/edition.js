// Which edition of a chapter the reader has: the one that is published now, or an older one kept in this browser. A
// chapter has its edition among its metadata, which stay with each copy; copies from before there were editions have
// none.

const ASIDE = / \(mine, [^)]*\)$/;

/** The name of the chapter that a notebook is, or was, a copy of. */
export const chapterOf = (path) => path.replace(/\.ipynb$/, "").replace(ASIDE, "");

/** Whether a notebook is a copy that was put aside. */
export const isAside = (path) => `${chapterOf(path)}.ipynb` !== path;

/** The edition of a chapter that is published now; null if there is no such chapter, or no answer. */
export async function published(chapter) {
  try {
    const answer = await fetch("editions.json");
    return (await answer.json())[chapter] ?? null;
  } catch {
    return null;
  }
}

/** The reader's copies of a chapter that were put aside. */
export async function copiesAside(contents, chapter) {
  const { content } = await contents.get("", { content: true });
  return content.map(({ path }) => path).filter((path) => isAside(path) && chapterOf(path) === chapter).sort();
}

/**
 * Keep the reader's copy of a chapter under a name that was free, and return that; the published one then is there
 * again.
 */
export async function putAside(contents, path) {
  const chapter = chapterOf(path);
  const day = new Date().toISOString().slice(0, 10);
  const taken = await copiesAside(contents, chapter);
  const name = (number) => `${chapter} (mine, ${day}${number > 1 ? `, ${number}` : ""}).ipynb`;
  let number = 1;
  while (taken.includes(name(number))) number++;
  const copy = name(number);
  const mine = await contents.get(path, { content: true });
  await contents.save(copy, { ...mine, name: copy, path: copy });
  // Nothing is deleted before it is known to be elsewhere.
  const kept = await contents.get(copy, { content: true });
  if (JSON.stringify(kept.content) !== JSON.stringify(mine.content)) throw new Error(`${copy} is not what ${path} was`);
  await contents.delete(path);
  return copy;
}
