// The comment section's script. It talks to the newspaper's own server only, and without it the page still works:
// the form posts, and "Reply", "Edit" and "More comments" are links. Readers' words are set as text, never as HTML.

const section = document.getElementById("comments");
const address = section.dataset.address;
const form = document.getElementById("write");
const home = document.getElementById("write-home");
const about = document.getElementById("write-about");
const aboutText = document.getElementById("write-about-text");
const nameField = document.getElementById("write-name-field");
const send = document.getElementById("write-send");
const outcomeBox = document.getElementById("outcome");
const threads = document.getElementById("threads");
const template = document.getElementById("comment-template");

const UNREACHABLE = {
  state: "failed",
  message: "We could not reach the newspaper. Your text is still here; please try again in a minute.",
  reasons: [],
};

// The state of one's own comment -------------------------------------------------------------------------------------

function say(outcome) {
  outcomeBox.replaceChildren();
  if (outcome === null) {
    delete outcomeBox.dataset.state;
    return;
  }
  outcomeBox.dataset.state = outcome.state;
  const message = document.createElement("p");
  message.textContent = outcome.message;
  outcomeBox.append(message);
  if (outcome.reasons.length > 0) {
    const list = document.createElement("ul");
    for (const reason of outcome.reasons) {
      const item = document.createElement("li");
      item.textContent = reason;
      list.append(item);
    }
    outcomeBox.append(list);
  }
}

// Comments on the page -----------------------------------------------------------------------------------------------

function element(comment) {
  const node = template.content.firstElementChild.cloneNode(true);
  const part = (name) => node.querySelector(`.${name}`);
  const keepIf = (name, wanted) => wanted || part(name).remove();
  node.id = `c-${comment.key}`;
  node.dataset.key = comment.key;
  if (comment.text === null) {
    node.replaceChildren(part("comment-gone"));
    return node;
  }
  const hidden = comment.outcome !== null && comment.outcome.state !== "published";
  part("comment-gone").remove();
  part("comment-author").firstElementChild.textContent = comment.author;
  part("comment-answers").firstElementChild.textContent = comment.answers ?? "";
  node.querySelector("time").dateTime = comment.created_at;
  node.querySelector("time").textContent = comment.when;
  part("comment-text").textContent = comment.text;
  if (hidden) {
    part("comment-state").textContent = `Only you can see this. ${comment.outcome.message}`;
    part("comment-state").dataset.state = comment.outcome.state;
  }
  part("action-reply").href = `?reply_to=${encodeURIComponent(comment.key)}#write`;
  part("action-reply").setAttribute("aria-label", `Reply to ${comment.author}`);
  if (comment.own_id !== null) {
    node.dataset.own = comment.own_id;
    node.classList.add("comment-own");
    part("action-edit").href = `?edit=${encodeURIComponent(comment.own_id)}#write`;
  }
  keepIf("comment-answers", comment.answers !== null);
  keepIf("comment-edited", comment.edited);
  keepIf("comment-state", hidden);
  keepIf("action-reply", !hidden);
  keepIf("action-edit", comment.own_id !== null);
  return node;
}

function onPage(key) {
  return key === null ? null : document.getElementById(`c-${key}`);
}

function listItem(className, comment) {
  const item = document.createElement("li");
  item.className = className;
  item.append(element(comment));
  return item;
}

/** Put a comment where it belongs: in place of itself, below the one it answers, or as a thread of its own. */
function place(comment, { first }) {
  const present = onPage(comment.key);
  if (present !== null) {
    const fresh = element(comment);
    present.replaceWith(fresh);
    return fresh.closest(".thread");
  }
  const answered = onPage(comment.parent);
  if (answered !== null) {
    const thread = answered.closest(".thread");
    thread.querySelector(".replies").append(listItem("", comment));
    return thread;
  }
  const thread = listItem("thread", comment);
  const replies = document.createElement("ol");
  replies.className = "replies";
  thread.append(replies);
  first ? threads.prepend(thread) : threads.append(thread);
  document.getElementById("no-comments")?.remove();
  return thread;
}

/** Leave keyboard and screen reader at what is new, for the form or the link that had the focus has moved away. */
function focusOn(node) {
  node.tabIndex = -1;
  node.focus({ preventScroll: true });
}

// The form: new, answering, editing ----------------------------------------------------------------------------------

function startOver() {
  form.action = form.dataset.newAction;
  delete form.dataset.editing;
  form.elements.parent.value = "";
  form.elements.text.value = "";
  nameField.hidden = false;
  form.elements.name.required = true;
  about.hidden = true;
  send.textContent = "Post comment";
  home.append(form);
}

function openBelow(comment, prefix, name) {
  say(null);
  const bold = document.createElement("bdi");
  bold.textContent = name;
  aboutText.replaceChildren(prefix, ...(name ? [bold, "."] : []));
  about.hidden = false;
  comment.after(form);
  form.elements.text.focus();
}

function answer(comment) {
  startOver();
  form.elements.parent.value = comment.dataset.key;
  openBelow(comment, "You are answering ", comment.querySelector(".comment-author").textContent.trim());
}

function edit(comment) {
  startOver();
  form.dataset.editing = comment.dataset.own;
  form.action = `${address}/${encodeURIComponent(comment.dataset.own)}`;
  nameField.hidden = true;
  form.elements.name.required = false;
  form.elements.text.value = comment.querySelector(".comment-text").textContent;
  send.textContent = "Save";
  openBelow(comment, "You are editing your comment.", "");
}

function submissionNumber() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Talking to the newspaper's server ----------------------------------------------------------------------------------

async function sendForm() {
  const { name, text, parent, submission } = form.elements;
  const response = await fetch(form.action, {
    method: form.dataset.editing ? "PUT" : "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ name: name.value, text: text.value, parent: parent.value, submission: submission.value }),
  });
  return response.json();
}

async function post() {
  if (send.getAttribute("aria-disabled") === "true") return;
  send.setAttribute("aria-disabled", "true");
  say({ state: "sending", message: "Sending…", reasons: [] });
  try {
    const { outcome, comment } = await sendForm();
    if (comment !== null) {
      place(comment, { first: true });
      startOver();
      focusOn(onPage(comment.key));
      form.elements.submission.value = submissionNumber();
      if (outcome.state === "waiting") follow(comment);
    }
    say(outcome);
  } catch {
    say(UNREACHABLE);
  } finally {
    send.removeAttribute("aria-disabled");
  }
}

/** Look after a waiting comment: often at first, then ever more seldom, and no longer than a quarter of an hour. */
async function follow(comment) {
  let last = comment.outcome.message;
  const until = Date.now() + 15 * 60_000;
  for (let pause = 2000; Date.now() < until; pause = Math.min(pause * 1.5, 30_000)) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    const response = await fetch(`${address}/${encodeURIComponent(comment.own_id)}`).catch(() => null);
    if (response === null || !response.ok) continue;
    const { outcome, comment: now } = await response.json();
    if (outcome.message === last) continue;
    last = outcome.message;
    if (form.dataset.editing !== comment.own_id) place(now, { first: true });
    if (form.elements.text.value === "") say(outcome);
    if (outcome.state !== "waiting") return;
  }
}

async function more(link) {
  const url = `${address}?cursor=${encodeURIComponent(link.dataset.cursor)}`;
  const response = await fetch(url).catch(() => null);
  if (response === null || !response.ok) {
    link.textContent = "More comments (that did not work; try again)";
    return;
  }
  const page = await response.json();
  let firstNew = null;
  for (const { top, replies } of page.threads) {
    const placed = place(top, { first: false });
    firstNew ??= placed;
    replies.forEach((reply) => place(reply, { first: false }));
  }
  if (page.next_cursor === null) {
    link.remove();
  } else {
    link.dataset.cursor = page.next_cursor;
    link.textContent = "More comments";
  }
  if (firstNew !== null) focusOn(firstNew);
}

section.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (link === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const comment = link.closest(".comment");
  if (link.id === "more") more(link);
  else if (link.id === "write-cancel") startOver();
  else if (link.classList.contains("action-reply")) answer(comment);
  else if (link.classList.contains("action-edit")) edit(comment);
  else return;
  event.preventDefault();
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  post();
});
