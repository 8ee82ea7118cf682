// Viewer-request function of the shop's pages, before the cache.
async function handler(event) {
    const request = event.request;
    const inPath = MARKET.languages.find(function (language) {
        return request.uri === '/' + language || request.uri.startsWith('/' + language + '/');
    });
    const language = inPath || languageOf(request, MARKET.languages);
    if (await isClosed()) {
        return notice(language);
    }
    // Pages are at `/{language}/{channel}`.
    if (isRoot(request) || request.uri === '/' + language || request.uri === '/' + language + '/') {
        return redirect('/' + language + '/' + MARKET.channel, request);
    }
    cleanse(request);
    const country = request.headers['cloudfront-viewer-country'];
    request.headers['x-market'] = { value: MARKET.channel };
    request.headers['x-language'] = { value: language };
    // The line above determines the cache key: origins must not vary by anything else.
    request.headers['accept-language'] = { value: language };
    request.headers['x-country'] = { value: country ? country.value : MARKET.country };
    return request;
}
