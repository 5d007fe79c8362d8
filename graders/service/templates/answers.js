const forms = [...document.querySelectorAll("form.give")];
const isOpen = (form) => [form.elements.points, form.elements.comment].some((one) => one.value !== one.defaultValue);
function go(form, step) {
  const next = forms[forms.indexOf(form) + step];
  if (!next) return;
  next.closest("article").scrollIntoView();
  next.elements.points.focus({preventScroll: true});
  next.elements.points.select();
}
async function save(form) {
  const said = form.querySelector("[role=status]"), sent = new FormData(form);
  if (form.dataset.saving) return false;
  form.dataset.saving = "yes";
  said.textContent = "Saving …";
  let saved = false;
  try {
    const answer = await fetch(location.href, {method: "POST", redirect: "error", headers: {Accept: "application/json"}, body: new URLSearchParams(sent)});
    const told = await answer.json();
    said.textContent = told.said;
    saved = answer.ok;
    if (saved) {
      form.elements.seen.value = told.seen;
      form.elements.points.defaultValue = sent.get("points");
      form.elements.comment.defaultValue = sent.get("comment");
    }
  } catch {
    said.textContent = "This was not saved. Try again; if that does not help, open the page again.";
  }
  form.classList.toggle("refused", !saved);
  delete form.dataset.saving;
  return saved;
}
for (const form of forms) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save(form).then((saved) => saved && go(form, 1));
  });
  form.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const steps = {ArrowDown: 1, ArrowUp: -1};
    if (event.target.name === "points" && event.key in steps) {
      event.preventDefault();
      go(form, steps[event.key]);
    } else if (event.target.name === "comment" && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
}
addEventListener("beforeunload", (event) => { if (forms.some(isOpen)) event.preventDefault(); });
