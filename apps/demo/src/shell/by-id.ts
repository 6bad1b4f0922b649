/** The element of index.html with this id and of this kind. */
export function byId<E extends HTMLElement>(id: string, kind: new () => E): E {
  const element = document.getElementById(id);
  if (element instanceof kind) return element;
  throw new Error(
    `index.html: #${id} must be a ${kind.name}, got ${element?.tagName ?? "nothing"}.`,
  );
}
