// The language that fits best: the visitor's own choice, then what the browser prefers, then the market's first.
function languageOf(request, languages) {
    const chosen = request.cookies['NEXT_LOCALE'];
    if (chosen && languages.includes(chosen.value)) {
        return chosen.value;
    }
    const header = request.headers['accept-language'];
    return preferred(header ? header.value : '', languages) || languages[0];
}

// Reads `nl-BE,nl;q=0.9,en;q=0.5`. A long header is forged: only its beginning counts.
function preferred(header, languages) {
    let best = '';
    let bestWeight = 0;
    header.slice(0, 400).split(',').forEach(function (part) {
        const pieces = part.trim().split(';');
        const tag = pieces[0].trim().toLowerCase();
        const weight = pieces.length > 1 ? parseFloat(pieces[1].trim().slice(2)) : 1;
        const language = languages.find(function (offered) {
            return offered.toLowerCase() === tag || offered.toLowerCase() === tag.split('-')[0];
        });
        if (language && weight > bestWeight) {
            best = language;
            bestWeight = weight;
        }
    });
    return best;
}
