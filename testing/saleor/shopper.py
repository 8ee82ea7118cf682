"""What people do in a shop: the merchant who fills it, and a customer up to payment."""
import json
import re
import time
import urllib.parse
import urllib.request

# An address in each country, as Saleor's validation wants it.
ADDRESSES = {
    "NL": {"streetAddress1": "Damrak 1", "city": "Amsterdam", "postalCode": "1012 LG"},
    "BE": {"streetAddress1": "Rue Léopold 2", "city": "Liège", "postalCode": "4000"},
    "DE": {"streetAddress1": "Zeil 3", "city": "Frankfurt am Main", "postalCode": "60313"},
    "SE": {"streetAddress1": "Kungsgatan 4", "city": "Stockholm", "postalCode": "111 43"},
    "FI": {"streetAddress1": "Aleksanterinkatu 5", "city": "Helsinki", "postalCode": "00100"},
    "GB": {"streetAddress1": "10 Strand", "city": "London", "postalCode": "WC2N 5HR"},
    "CH": {"streetAddress1": "Bahnhofstrasse 6", "city": "Zürich", "postalCode": "8001"},
    "IS": {"streetAddress1": "Laugavegur 7", "city": "Reykjavík", "postalCode": "101"},
    "JP": {"streetAddress1": "1-1-7 Marunouchi", "city": "Chiyoda-ku", "postalCode": "100-0005", "countryArea": "Tokyo"},
    "US": {"streetAddress1": "11 Broadway", "city": "New York", "postalCode": "10004", "countryArea": "NY"},
}
PASSWORD = "a-long-enough-secret-9"
GOODS = {"EN": "Coffee cup", "NL": "Koffiekop", "FR": "Tasse à café", "DE": "Kaffeetasse"}


def address(country):
    return {"firstName": "Ada", "lastName": "Byron", "country": country, **ADDRESSES[country]}


class Refused(Exception):
    """Errors of GraphQL or of a mutation, the latter with codes."""

    def __init__(self, message, codes=()):
        super().__init__(message)
        self.codes = ", ".join(codes)


class Api:
    def __init__(self, url, token=None):
        self.url, self.token = f"{url}/graphql/", token

    def ask(self, text, **variables):
        headers = {"Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        body = json.dumps({"query": text, "variables": variables}).encode()
        with urllib.request.urlopen(urllib.request.Request(self.url, body, headers), timeout=300) as answer:
            answer = json.load(answer)
        if answer.get("errors"):
            raise Refused("; ".join(error["message"] for error in answer["errors"]))
        return answer["data"]

    def change(self, field, types, answer, **arguments):
        """One mutation: `types` has the type of each argument."""
        declared = ", ".join(f"${name}: {types[name]}" for name in arguments)
        passed = ", ".join(f"{name}: ${name}" for name in arguments)
        text = f"mutation ({declared}) {{ result: {field}({passed}) {{ {answer} errors {{ field message code }} }} }}"
        result = self.ask(text, **arguments)["result"]
        if result["errors"]:
            text = "; ".join(f"{error['field']}: {error['code']}: {error['message']}" for error in result["errors"])
            raise Refused(text, [error["code"] for error in result["errors"]])
        return result

    def create(self, field, kind, answer, **arguments):
        return self.change(field, {"input": f"{kind}!"}, f"{answer} {{ id }}", **arguments)[answer]["id"]


def fill(merchant, payments, channels, prices):
    """Goods, their prices and translations, warehouses and shipping in each channel, and a webhook of the app that takes payments. `prices`
    has gross prices by channel. Returns the variant."""
    ids = {channel["slug"]: channel["id"] for channel in merchant.ask("{ channels { id slug } }")["channels"]}
    kind = merchant.create("productTypeCreate", "ProductTypeInput", "productType",
                           input={"name": "Goods", "isShippingRequired": True, "hasVariants": False})
    category = merchant.create("categoryCreate", "CategoryInput", "category", input={"name": "All"})
    product = merchant.create("productCreate", "ProductCreateInput", "product",
                              input={"name": GOODS["EN"], "productType": kind, "category": category})
    for language in ("NL", "FR", "DE"):
        merchant.change("productTranslate", {"id": "ID!", "languageCode": "LanguageCodeEnum!", "input": "TranslationInput!"},
                        "", id=product, languageCode=language, input={"name": GOODS[language]})
    listed = [{"channelId": ids[channel["slug"]], "isPublished": True, "visibleInListings": True, "isAvailableForPurchase": True}
              for channel in channels]
    listing = {"id": "ID!", "input": "ProductChannelListingUpdateInput!"}
    merchant.change("productChannelListingUpdate", listing, "", id=product, input={"updateChannels": listed})
    variant = merchant.create("productVariantCreate", "ProductVariantCreateInput", "productVariant",
                              input={"product": product, "sku": "CUP", "attributes": []})
    priced = [{"channelId": ids[channel["slug"]], "price": prices[channel["slug"]]} for channel in channels]
    merchant.change("productVariantChannelListingUpdate", {"id": "ID!", "input": "[ProductVariantChannelListingAddInput!]!"}, "",
                    id=variant, input=priced)
    for channel in channels:
        supply(merchant, channel, ids[channel["slug"]], variant, prices[channel["slug"]])
    payments.create("webhookCreate", "WebhookCreateInput", "webhook", input={
        "name": "Payments", "targetUrl": "https://payments.example.com/", "isActive": True,
        "syncEvents": ["TRANSACTION_INITIALIZE_SESSION"],
        "query": "subscription { event { ... on TransactionInitializeSession { merchantReference } } }"})
    return variant


def supply(merchant, channel, channel_id, variant, price):
    """A warehouse with stock, and shipping at a tenth of the price of the goods."""
    slug, country = channel["slug"], channel["country"]
    warehouse = merchant.create("createWarehouse", "WarehouseCreateInput", "warehouse",
                                input={"name": slug, "slug": slug, "address": ADDRESSES[country] | {"country": country}})
    merchant.change("channelUpdate", {"id": "ID!", "input": "ChannelUpdateInput!"}, "",
                    id=channel_id, input={"addWarehouses": [warehouse]})
    merchant.change("productVariantStocksCreate", {"variantId": "ID!", "stocks": "[StockInput!]!"}, "",
                    variantId=variant, stocks=[{"warehouse": warehouse, "quantity": 100}])
    zone = merchant.create("shippingZoneCreate", "ShippingZoneCreateInput", "shippingZone",
                           input={"name": slug, "countries": [country], "addWarehouses": [warehouse], "addChannels": [channel_id]})
    method = merchant.create("shippingPriceCreate", "ShippingPriceInput", "shippingMethod",
                             input={"name": "Standard", "type": "PRICE", "shippingZone": zone})
    merchant.change("shippingMethodChannelListingUpdate", {"id": "ID!", "input": "ShippingMethodChannelListingInput!"}, "",
                    id=method, input={"addChannels": [{"channelId": channel_id, "price": shipping(price)}]})


def shipping(price):
    return str(int(price) // 10)


def register(shop, origin, channel, language, mail, seconds=300):
    """Registers, and opens the link of the mail. Returns what was seen."""
    email = f"ada-{channel}-{language.lower()}@example.com"
    link = f"{origin}/{language.lower()}/{channel}/confirm"
    shop.change("accountRegister", {"input": "AccountRegisterInput!"}, "",
                input={"email": email, "password": PASSWORD, "channel": channel, "languageCode": language, "redirectUrl": link})
    login = {"email": "String!", "password": "String!"}
    try:
        shop.change("tokenCreate", login, "token", email=email, password=PASSWORD)
        return "logs in without confirming the address"
    except Refused as refused:
        if refused.codes != "ACCOUNT_NOT_CONFIRMED":
            return f"cannot log in: {refused}"
    text = mailed(mail, email, seconds)
    if text is None:
        return f"no mail to {email} after {seconds} seconds"
    found = re.search(re.escape(link) + r"\?([^\"'\s<>]+)", text)
    if not found:
        return "the mail has no link to the market"
    query = urllib.parse.parse_qs(found.group(1).replace("&amp;", "&"))
    shop.change("confirmAccount", {"email": "String!", "token": "String!"}, "", email=query["email"][0], token=query["token"][0])
    shop.change("tokenCreate", login, "token", email=email, password=PASSWORD)
    return "confirmed"


def mailed(mail, email, seconds):
    """The text of the first mail to an address, decoded."""
    import email as parser
    from email.policy import default

    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for raw in list(mail.messages):
            message = parser.message_from_bytes(raw, policy=default)
            if email in str(message["to"]):
                part = message.get_body(("html", "plain"))
                return f"From: {message['from']}\n{part.get_content()}"
        time.sleep(0.5)
    return None


def browse(shop, channel, language):
    """The name and the price of the first goods, in a language."""
    text = """query ($channel: String!, $language: LanguageCodeEnum!) { products(first: 1, channel: $channel) { edges { node {
        name translation(languageCode: $language) { name } pricing { priceRange { start {
        currency gross { amount } tax { amount } } } } } } } }"""
    node = shop.ask(text, channel=channel, language=language)["products"]["edges"][0]["node"]
    return (node["translation"] or node)["name"], node["pricing"]["priceRange"]["start"]


def checkout(shop, channel, country, variant, language):
    """Goods in a cart, delivered to the country of the channel. Returns the checkout with its totals."""
    made = shop.change("checkoutCreate", {"input": "CheckoutCreateInput!"},
                       "checkout { id shippingMethods { id } }",
                       input={"channel": channel, "email": "ada@example.com", "languageCode": language,
                              "lines": [{"variantId": variant, "quantity": 2}],
                              "shippingAddress": address(country), "billingAddress": address(country)})["checkout"]
    totals = "checkout { id totalPrice { currency gross { amount } tax { amount } } shippingPrice { gross { amount } tax { amount } } }"
    return shop.change("checkoutDeliveryMethodUpdate", {"id": "ID!", "deliveryMethodId": "ID!"}, totals,
                       id=made["id"], deliveryMethodId=made["shippingMethods"][0]["id"])["checkout"]


def free_order(shop, checkout_id):
    """What Saleor answers to somebody who wants the goods without paying: with its test payment, and with none."""
    answers = []
    for field, types, arguments in (
        ("checkoutPaymentCreate", {"id": "ID!", "input": "PaymentInput!"},
         {"id": checkout_id, "input": {"gateway": "mirumee.payments.dummy", "token": "fully-charged"}}),
        ("checkoutComplete", {"id": "ID!"}, {"id": checkout_id}),
    ):
        try:
            shop.change(field, types, "", **arguments)
            answers.append(f"{field} is accepted")
        except Refused as refused:
            answers.append(f"{field}: {refused.codes}")
    return answers
