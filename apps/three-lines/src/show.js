/** Shows what a promise becomes. */
export async function show(promise) {
  let text;
  try {
    text = JSON.stringify(await promise);
  } catch (error) {
    text = `${error.name}: ${error.message}`;
  }
  document.querySelector("output").textContent = text;
}
