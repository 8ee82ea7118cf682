// Viewer-request function of the API, which is never cached.
function handler(event) {
    return cleanse(event.request);
}
