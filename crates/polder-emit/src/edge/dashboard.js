// Viewer-request function of the dashboards, which are below a path of their hosts.
function handler(event) {
    const request = event.request;
    if (isRoot(request)) {
        return redirect(PATHS[0], request);
    }
    if (PATHS.includes(request.uri + '/')) {
        return redirect(request.uri + '/', request);
    }
    return cleanse(request);
}
