// Switches messages to this device on and off, on the page of preferences.

function bytesOf(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function control(box) {
  const { push: address, pushKey: key } = box.dataset;

  function show(state) {
    for (const text of box.querySelectorAll("[data-push-text]")) {
      text.hidden = text.dataset.pushText !== state;
    }
    for (const button of box.querySelectorAll("[data-push-switch]")) {
      const wanted = state === "on" ? "off" : "on";
      button.hidden = !["on", "off", "failed"].includes(state) || button.dataset.pushSwitch !== wanted;
      button.disabled = false;
    }
  }

  async function send(method, path, body) {
    const answer = await fetch(path, {
      method,
      headers: {
        "Content-Type": "application/json",
        "X-CSRFToken": box.querySelector("[name=csrfmiddlewaretoken]").value,
      },
      body: body && JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer;
  }

  // Which device this browser is, as the site knows it; undefined if it knows none.
  async function known(subscription) {
    const { items } = await (await fetch(`${address}?limit=50`)).json();
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(subscription.endpoint));
    const mark = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
    return items.find((device) => device.mark === mark);
  }

  async function switchOn(registration) {
    if ((await Notification.requestPermission()) !== "granted") return "denied";
    // One made for another key would receive nothing.
    await (await registration.pushManager.getSubscription())?.unsubscribe();
    const subscription = await registration.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: bytesOf(key),
    });
    const { endpoint, keys } = subscription.toJSON();
    await send("POST", address, { endpoint, keys });
    return "on";
  }

  async function switchOff(registration) {
    const subscription = await registration.pushManager.getSubscription();
    const device = subscription && (await known(subscription));
    if (device) await send("DELETE", `${address}/${device.id}`);
    await subscription?.unsubscribe();
    return "off";
  }

  async function begin() {
    if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) {
      show("unable");
      return;
    }
    if (Notification.permission === "denied") {
      show("denied");
      return;
    }
    show("off");
    box.addEventListener("click", async (event) => {
      const button = event.target.closest("[data-push-switch]");
      if (!button) return;
      button.disabled = true;
      try {
        const registration = await navigator.serviceWorker.ready;
        const change = button.dataset.pushSwitch === "on" ? switchOn : switchOff;
        const state = await change(registration);
        show(state);
        // The list below is the site's: it shows what is true now.
        if (state !== "denied") location.reload();
      } catch {
        show("failed");
      }
    });
    const subscription = await (await navigator.serviceWorker.ready).pushManager.getSubscription();
    if (subscription && (await known(subscription))) show("on");
  }

  begin().catch(() => show("failed"));
}

for (const box of document.querySelectorAll("[data-push]")) control(box);
