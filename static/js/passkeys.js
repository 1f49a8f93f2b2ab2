// A passkey that was refused or put off: allauth's scripts tell it as an event, people read it here.
document.addEventListener("allauth.error", (event) => {
  const notice = document.querySelector("[data-passkey-error]");
  if (!notice) return;
  event.preventDefault();
  notice.hidden = false;
  notice.focus();
});
