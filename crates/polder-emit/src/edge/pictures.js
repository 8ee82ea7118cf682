// Viewer-request function of resized pictures. The format of the answer depends on `Accept`, which is in the cache key.
function handler(event) {
    const request = event.request;
    const header = request.headers['accept'];
    const accepted = header ? header.value.toLowerCase() : '';
    const level = LEVELS.find(function (formats) {
        return accepted.includes(formats.split(',')[0]);
    });
    request.headers['accept'] = { value: level || 'image/*' };
    return request;
}

// The best first. A browser that accepts AVIF accepts WebP, too, and the storefront may offer only one of them.
const LEVELS = ['image/avif,image/webp', 'image/webp'];
