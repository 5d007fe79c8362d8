const parts = {
  weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short",
};
const zoned = new Intl.DateTimeFormat("en-GB", parts), exact = new Intl.DateTimeFormat("en-GB", {...parts, second: "2-digit"});
function showTimes(within) {
  for (const one of within.querySelectorAll("time[datetime]")) {
    one.textContent = ("seconds" in one.dataset ? exact : zoned).format(new Date(one.dateTime));
  }
}
showTimes(document);
const token = document.currentScript.dataset.token;
const states = (within) => [...within.querySelectorAll("[data-news]")].map((one) => one.textContent.replace(/\s+/g, " ").trim());
async function renew() {
  const old = document.querySelector("main"), stale = document.querySelector("#stale");
  if (document.hidden || old.contains(document.activeElement)) return;
  try {
    const answer = await fetch(location.href, {redirect: "error", headers: {"X-XSRFToken": token}});
    if (!answer.ok) throw answer.status;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
    for (const one of old.querySelectorAll("details[open][id]")) fresh.querySelector("#" + CSS.escape(one.id))?.setAttribute("open", "");
    showTimes(fresh);
    const known = states(old), news = states(fresh).filter((one) => !known.includes(one));
    old.replaceWith(fresh);
    if (news.length) document.querySelector("#news").textContent = news.join(" ");
    stale.hidden = true;
  } catch {
    stale.hidden = false;
  }
}
function again() {
  const seconds = document.querySelector("#renews")?.dataset.seconds;
  if (seconds) setTimeout(() => renew().finally(again), seconds * 1000);
}
if (token) {
  again();
  document.addEventListener("visibilitychange", renew);
}
