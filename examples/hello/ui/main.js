// One call: the name goes to the core, the greeting comes back.

const { invoke } = window.__TAURI_INTERNALS__;
const name = document.querySelector("#name");
const answer = document.querySelector("#answer");

document.querySelector("#form").addEventListener("submit", async (event) => {
  event.preventDefault();
  answer.textContent = await invoke("greet", { name: name.value }).catch(String);
});
