// allauth tells of a failed passkey by this event; say it on the page instead of in the console.
document.addEventListener('allauth.error', event => {
  event.preventDefault()
  document.getElementById('passkey-error').hidden = false
})
