"""Says in Indonesian why a business is of its class: the numbers, the bounds, the regulation."""

from businesses.classifying import Classes, Facts, IndustryRule, IndustrySize, MsmeRule, MsmeSize, Office
from core.templatetags.formats import rupiah
from core.wording import within_sentence

OFFICES = {
    Office.OVERLAP: "Irisan IKM dan UMKM: ditangani Disperindag, Dinas Koperasi dan UMKM diberi tahu.",
    Office.INDUSTRY: "Ditangani Disperindag.",
    Office.LARGE: "Bukan IKM: pembinaan industri besar ada pada provinsi atau kementerian.",
    Office.MSME: "Dirujuk ke Dinas Koperasi dan UMKM.",
    Office.OUTSIDE: "Di luar layanan kedua dinas.",
    Office.UNKNOWN: "Penanganannya belum dapat ditentukan.",
}


def explain(facts: Facts, classes: Classes, industry_rule: IndustryRule, msme_rule: MsmeRule) -> str:
    """Return the sentences that explain `classes`, which came from the same facts and rules."""
    parts = [_industry(facts, classes, industry_rule), _msme(facts, classes, msme_rule), OFFICES[classes.office]]
    if classes.industry == IndustrySize.NONE and facts.is_special:
        parts.append("Tetap dapat ikut bimtek sebagai binaan khusus.")
    if classes.is_checked_next:
        parts.append("Perlu diperiksa petugas.")
    return " ".join(parts)


def _industry(facts: Facts, classes: Classes, rule: IndustryRule) -> str:
    if classes.industry == IndustrySize.NONE:
        return "Bukan industri: KBLI usaha ini bukan industri pengolahan (kategori C)."
    if facts.is_processing is None:
        return "Ukuran industri belum diketahui: KBLI usaha ini belum diisi."
    if facts.workers is None:
        return "Ukuran industri belum diketahui: jumlah tenaga kerja belum diisi."
    money = "investasi belum didata" if facts.investment is None else f"investasi {rupiah(facts.investment)}"
    word = f"{classes.industry.label} (sementara)" if classes.is_provisional else classes.industry.label
    return f"{word}: {facts.workers} tenaga kerja, {money}. {_industry_bounds(classes.industry, rule)}"


def _industry_bounds(size: IndustrySize, rule: IndustryRule) -> str:
    few, below, most = rule.small_workers_max, rupiah(rule.small_investment_below), rupiah(rule.medium_investment_max)
    words = {
        IndustrySize.SMALL: f"paling banyak {few} tenaga kerja dan investasi di bawah {below}",
        IndustrySize.MEDIUM: f"paling banyak {few} tenaga kerja dengan investasi mulai {below},"
        f" atau lebih banyak tenaga kerja dengan investasi paling banyak {most}",
        IndustrySize.LARGE: f"lebih dari {few} tenaga kerja dan investasi di atas {most}",
    }[size]
    return f"Batasnya menurut {rule.legal_source}: {words}."


def _msme(facts: Facts, classes: Classes, rule: MsmeRule) -> str:
    measures = {"omzet": (facts.sales, classes.by_sales), "modal": (facts.capital, classes.by_capital)}
    known = [
        f"{size.label} menurut {name} {rupiah(amount)}{_msme_bound(name, size, rule)}"
        for name, (amount, size) in measures.items()
        if amount is not None
    ]
    if not known:
        return "Ukuran UMKM belum diketahui: omzet dan modal belum diisi."
    glue = " dan " if classes.by_sales == classes.by_capital else ", tetapi "
    first, *rest = known
    return f"{glue.join([first, *(within_sentence(words) for words in rest)])}. Dasarnya {rule.legal_source}."


def _msme_bound(name: str, size: MsmeSize, rule: MsmeRule) -> str:
    measure = "sales" if name == "omzet" else "capital"
    if size == MsmeSize.LARGE:
        return f" (di atas {rupiah(getattr(rule, f'{measure}_medium_max'))})"
    return f" (paling banyak {rupiah(getattr(rule, f'{measure}_{size.value}_max'))})"
