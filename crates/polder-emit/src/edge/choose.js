// Runs on `www` and responds to every request itself, without an origin. `?market=BE&language=fr` is a choice, which is
// stored in a cookie.
function handler(event) {
    const request = event.request;
    const asked = marketOf(parameter(request, 'market'));
    const kept = request.cookies['market'];
    const country = request.headers['cloudfront-viewer-country'];
    const market = asked || marketOf(kept && kept.value) || marketOf(country && country.value) || MARKETS[0];
    const wanted = parameter(request, 'language');
    const language = market.languages.includes(wanted) ? wanted : languageOf(request, market.languages);
    const response = {
        statusCode: 302,
        statusDescription: 'Found',
        headers: {
            location: { value: 'https://' + market.host + '/' + language + '/' + market.channel },
            'cache-control': { value: 'no-store' },
            'strict-transport-security': { value: 'max-age=63072000; includeSubDomains; preload' },
        },
        cookies: {},
    };
    if (asked) {
        const attributes = 'Path=/; Max-Age=31536000; Secure; HttpOnly; SameSite=Lax';
        response.cookies['market'] = { value: market.country, attributes: attributes };
        response.cookies['NEXT_LOCALE'] = { value: language, attributes: attributes };
    }
    return response;
}

// Only a market of the list is used in a response, never the visitor's input.
function marketOf(country) {
    return country ? MARKETS.find(function (market) {
        return market.country === country.toUpperCase();
    }) : undefined;
}

function parameter(request, name) {
    const found = request.querystring[name];
    return found ? found.value : '';
}
