//! The texts of the pages, by language.
//!
//! A shopper who reads this was about to buy. So each page says what happened in one sentence, without blame or jargon,
//! and what to do now; and if a payment may have been made, it says how to find out, so that nobody pays twice.

/// The texts in one language.
#[derive(Debug)]
pub(crate) struct Words {
    /// ISO 639-1.
    pub(crate) language: &'static str,
    /// Of 403.
    pub(crate) forbidden: Text,
    /// Of 404.
    pub(crate) missing: Text,
    /// Of 500, 502 and 504.
    pub(crate) trouble: Text,
    /// Of 503.
    pub(crate) busy: Text,
    /// While work is going on.
    pub(crate) maintenance: Text,
    /// The link to the start page.
    pub(crate) home: &'static str,
    /// The label before the status code.
    pub(crate) code: &'static str,
}

/// A headline with text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Text {
    /// The headline.
    pub(crate) title: &'static str,
    /// Sentences, each a paragraph.
    pub(crate) body: &'static [&'static str],
}

/// The texts in a language, or in English if there is no translation.
pub(crate) fn words(language: &str) -> &'static Words {
    ALL.into_iter().find(|words| words.language == language).unwrap_or(&ENGLISH)
}

/// All languages with a translation.
pub(crate) static ALL: [&Words; 6] = [&ENGLISH, &DUTCH, &GERMAN, &FRENCH, &ITALIAN, &SPANISH];

static ENGLISH: Words = Words {
    language: "en",
    forbidden: Text {
        title: "This page is not open to you",
        body: &["We could not accept this request. If you think this is a mistake, please contact us."],
    },
    missing: Text {
        title: "We cannot find this page",
        body: &[
            "It may have moved, or the product is no longer available. The start page helps you further.",
        ],
    },
    trouble: Text {
        title: "Something went wrong on our side",
        body: &[
            "Please try again in a few minutes.",
            "Were you paying? Check your mailbox for our confirmation before you pay again.",
        ],
    },
    busy: Text {
        title: "It is very busy right now",
        body: &["Please try again in a moment. Your basket is kept."],
    },
    maintenance: Text {
        title: "We are working on the shop",
        body: &["We will be back shortly. Your basket and your orders are safe."],
    },
    home: "To the start page",
    code: "Error",
};

static DUTCH: Words = Words {
    language: "nl",
    forbidden: Text {
        title: "Deze pagina is niet toegankelijk",
        body: &[
            "We konden dit verzoek niet accepteren. Denkt u dat dit een vergissing is? Neem dan contact met ons op.",
        ],
    },
    missing: Text {
        title: "We kunnen deze pagina niet vinden",
        body: &[
            "Misschien is de pagina verplaatst of is het product niet meer leverbaar. Via de startpagina vindt u uw weg.",
        ],
    },
    trouble: Text {
        title: "Er ging bij ons iets mis",
        body: &[
            "Probeer het over een paar minuten opnieuw.",
            "Was u aan het betalen? Kijk eerst of u onze bevestiging per e-mail hebt ontvangen voordat u opnieuw betaalt.",
        ],
    },
    busy: Text {
        title: "Het is op dit moment erg druk",
        body: &["Probeer het zo meteen opnieuw. Uw winkelwagen blijft bewaard."],
    },
    maintenance: Text {
        title: "We werken aan de winkel",
        body: &["We zijn zo weer terug. Uw winkelwagen en uw bestellingen zijn veilig."],
    },
    home: "Naar de startpagina",
    code: "Fout",
};

static GERMAN: Words = Words {
    language: "de",
    forbidden: Text {
        title: "Diese Seite ist nicht zugänglich",
        body: &[
            "Wir konnten diese Anfrage nicht annehmen. Falls das ein Irrtum ist, wenden Sie sich bitte an uns.",
        ],
    },
    missing: Text {
        title: "Diese Seite finden wir nicht",
        body: &[
            "Vielleicht wurde sie verschoben, oder das Produkt ist nicht mehr erhältlich. Die Startseite hilft Ihnen weiter.",
        ],
    },
    trouble: Text {
        title: "Bei uns ist etwas schiefgegangen",
        body: &[
            "Bitte versuchen Sie es in ein paar Minuten noch einmal.",
            "Waren Sie gerade beim Bezahlen? Sehen Sie bitte zuerst in Ihren E-Mails nach unserer Bestätigung, bevor Sie noch \
             einmal bezahlen.",
        ],
    },
    busy: Text {
        title: "Gerade ist sehr viel los",
        body: &["Bitte versuchen Sie es gleich noch einmal. Ihr Warenkorb bleibt erhalten."],
    },
    maintenance: Text {
        title: "Wir arbeiten am Shop",
        body: &["Wir sind gleich wieder da. Ihr Warenkorb und Ihre Bestellungen sind sicher."],
    },
    home: "Zur Startseite",
    code: "Fehler",
};

static FRENCH: Words = Words {
    language: "fr",
    forbidden: Text {
        title: "Cette page ne vous est pas accessible",
        body: &[
            "Nous n’avons pas pu accepter cette demande. Si vous pensez qu’il s’agit d’une erreur, contactez-nous.",
        ],
    },
    missing: Text {
        title: "Cette page est introuvable",
        body: &[
            "Elle a peut-être été déplacée, ou le produit n’est plus disponible. La page d’accueil vous aidera à continuer.",
        ],
    },
    trouble: Text {
        title: "Un problème est survenu de notre côté",
        body: &[
            "Veuillez réessayer dans quelques minutes.",
            "Vous étiez en train de payer ? Vérifiez d’abord si vous avez reçu notre confirmation par e-mail avant de payer à \
             nouveau.",
        ],
    },
    busy: Text {
        title: "Il y a beaucoup de monde en ce moment",
        body: &["Veuillez réessayer dans un instant. Votre panier est conservé."],
    },
    maintenance: Text {
        title: "Nous travaillons sur la boutique",
        body: &["Nous serons de retour très bientôt. Votre panier et vos commandes sont en sécurité."],
    },
    home: "Vers la page d’accueil",
    code: "Erreur",
};

static ITALIAN: Words = Words {
    language: "it",
    forbidden: Text {
        title: "Questa pagina non è accessibile",
        body: &["Non abbiamo potuto accettare questa richiesta. Se pensa che sia un errore, ci contatti."],
    },
    missing: Text {
        title: "Non troviamo questa pagina",
        body: &[
            "Forse è stata spostata, o il prodotto non è più disponibile. Può continuare dalla pagina iniziale.",
        ],
    },
    trouble: Text {
        title: "Qualcosa è andato storto da parte nostra",
        body: &[
            "Riprovi tra qualche minuto.",
            "Stava pagando? Controlli di aver ricevuto la nostra conferma via e-mail prima di pagare di nuovo.",
        ],
    },
    busy: Text {
        title: "In questo momento c’è molto traffico",
        body: &["Riprovi tra poco. Il suo carrello viene conservato."],
    },
    maintenance: Text {
        title: "Stiamo lavorando al negozio",
        body: &["Torneremo tra poco. Il suo carrello e i suoi ordini sono al sicuro."],
    },
    home: "Alla pagina iniziale",
    code: "Errore",
};

static SPANISH: Words = Words {
    language: "es",
    forbidden: Text {
        title: "Esta página no está disponible para usted",
        body: &[
            "No hemos podido aceptar esta solicitud. Si cree que se trata de un error, póngase en contacto con nosotros.",
        ],
    },
    missing: Text {
        title: "No encontramos esta página",
        body: &[
            "Puede que se haya movido o que el producto ya no esté disponible. Puede continuar desde la página de inicio.",
        ],
    },
    trouble: Text {
        title: "Algo ha fallado por nuestra parte",
        body: &[
            "Vuelva a intentarlo dentro de unos minutos.",
            "¿Estaba pagando? Compruebe si ha recibido nuestra confirmación por correo electrónico antes de volver a pagar.",
        ],
    },
    busy: Text {
        title: "Ahora mismo hay muchas visitas",
        body: &["Vuelva a intentarlo en un momento. Su cesta se conserva."],
    },
    maintenance: Text {
        title: "Estamos trabajando en la tienda",
        body: &["Volveremos en breve. Su cesta y sus pedidos están a salvo."],
    },
    home: "Ir a la página de inicio",
    code: "Error",
};
