// Viewer-request function of the shops' pages, before the cache. The key value store has the market of each host.
async function handler(event) {
    const request = event.request;
    const market = await marketOf(request);
    if (!market) {
        return unknown(request);
    }
    if (market.storefront) {
        return redirect(market.storefront + request.uri.replace(/^\/index.html$/, '/'), request);
    }
    const inPath = market.languages.find(function (language) {
        return request.uri === '/' + language || request.uri.startsWith('/' + language + '/');
    });
    const language = inPath || languageOf(request, market.languages);
    if (await isClosed(market.channel)) {
        return notice(language);
    }
    // Pages are at `/{language}/{channel}`.
    if (isRoot(request) || request.uri === '/' + language || request.uri === '/' + language + '/') {
        return redirect('/' + language + '/' + market.channel, request);
    }
    cleanse(request);
    const country = request.headers['cloudfront-viewer-country'];
    request.headers['x-market'] = { value: market.channel };
    request.headers['x-language'] = { value: language };
    // The line above determines the cache key: origins must not vary by anything else.
    request.headers['accept-language'] = { value: language };
    request.headers['x-country'] = { value: country ? country.value : market.country };
    return request;
}

// The market of the host. Of several, the path of a page names the channel; without one, the visitor's country decides.
async function marketOf(request) {
    const first = await read('host/' + request.headers.host.value.toLowerCase());
    if (!first || !first.others) {
        return first;
    }
    const country = request.headers['cloudfront-viewer-country'];
    const named = request.uri.split('/')[2] || (country ? country.value.toLowerCase() : '');
    const other = await read('market/' + named);
    return other && other.host === first.host ? other : first;
}

// Without the store, the shop stays open: paths name language and channel. No header of the visitor replaces the store's.
function unknown(request) {
    ['x-market', 'x-language', 'x-country', 'accept-language'].forEach(function (name) {
        delete request.headers[name];
    });
    return cleanse(request);
}
