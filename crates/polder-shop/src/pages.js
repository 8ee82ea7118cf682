(function () {
  var sections = [].slice.call(document.querySelectorAll('section'));
  function first(fits) { return sections.filter(fits)[0]; }
  function of(tag) {
    var language = String(tag || '').toLowerCase().split('-')[0];
    return first(function (section) { return section.lang === language; });
  }
  var home = first(function (section) { return section.dataset.hosts.split(' ').indexOf(location.hostname) >= 0; });
  var chosen = /(?:^|; )NEXT_LOCALE=([^;]*)/.exec(document.cookie);
  var shown = home && of(location.pathname.split('/')[1]) || of(chosen && chosen[1]);
  (navigator.languages || [navigator.language]).forEach(function (tag) { shown = shown || of(tag); });
  shown = shown || home || sections[0];
  sections.forEach(function (section) { if (section !== shown) { section.parentNode.removeChild(section); } });
  document.documentElement.lang = shown.lang;
  document.title = shown.querySelector('h1').textContent;
})();
