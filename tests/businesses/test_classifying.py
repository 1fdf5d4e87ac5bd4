"""The office's procedure: its test vectors and its bounds, by the rules that are loaded."""

import datetime as dt

import pytest

from businesses.classifying import Facts, IndustrySize, MsmeSize, Office, classify, is_processing
from businesses.explaining import explain
from reference.loading import load_reference
from reference.models import IndustryRule, MsmeRule
from reference.public import industry_rule, msme_rule

DAY = dt.date(2026, 11, 22)
BILLION, MILLION = 10**9, 10**6
# (what, KBLI 2020, workers, investment, sales, industri, UMKM, office, whether a person has to look)
VECTORS = [
    ("keripik pisang rumahan", "10794", 3, 25 * MILLION, 180 * MILLION, "small", "micro", "overlap", False),
    ("amplang", "10794", 19, 999_999_999, 2 * BILLION, "small", "micro", "overlap", False),
    ("amplang, mesin baru", "10794", 19, BILLION, 2_000_000_001, "medium", "small", "overlap", False),
    ("AMDK", "11051", 20, 400 * MILLION, 4 * BILLION, "medium", "small", "overlap", False),
    ("AMDK besar", "11051", 60, 15 * BILLION, 40 * BILLION, "medium", "medium", "overlap", False),
    ("pabrik", "10794", 60, 15_000_000_001, 60 * BILLION, "large", "large", "large", False),
    ("mebel kayu", "31001", 0, 40 * MILLION, 90 * MILLION, "small", "micro", "overlap", False),
    ("anyaman rotan", "16291", 6, None, 60 * MILLION, "small", "micro", "overlap", True),
    ("bengkel motor", "45407", 3, 50 * MILLION, 200 * MILLION, "none", "micro", "msme", False),
    ("warung makan", "56102", 4, 30 * MILLION, 300 * MILLION, "none", "micro", "msme", False),
    ("konveksi", "14111", 25, 2 * BILLION, 15 * BILLION, "medium", "small", "overlap", False),
    ("konveksi lebih laku", "14111", 25, 2 * BILLION, 15_000_000_001, "medium", "medium", "overlap", False),
    ("omzet besar", "10794", 18, 900 * MILLION, 51 * BILLION, "small", "large", "industry", True),
    ("usaha rintisan", "10792", 1, 0, None, "small", "unknown", "overlap", False),
]


@pytest.fixture
def rules(db):
    """Return the two rules of that day."""
    load_reference()
    return industry_rule(DAY), msme_rule(DAY)


def facts(kbli="10794", **values):
    """Return the facts of a business with this KBLI."""
    return Facts(is_processing=is_processing(kbli), **values)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector[0])
def test_office_vectors(rules, vector):
    _, kbli, workers, investment, sales, industry, msme, office, looks = vector
    found = classify(facts(kbli, workers=workers, investment=investment, sales=sales), *rules)
    assert (found.industry, found.msme, found.office, found.is_checked_next) == (industry, msme, office, looks)


def test_industry_without_investment_is_provisional(rules):
    assert classify(facts(workers=19), *rules).is_provisional
    found = classify(facts(workers=20), *rules)
    assert (found.industry, found.is_provisional) == (IndustrySize.MEDIUM, True)
    assert not classify(facts(workers=19, investment=0), *rules).is_provisional


@pytest.mark.parametrize(
    ("workers", "investment", "size"),
    [
        (19, 999_999_999, "small"),
        (20, 999_999_999, "medium"),
        (19, BILLION, "medium"),
        (19, 15_000_000_001, "medium"),
        (20, 15 * BILLION, "medium"),
        (20, 15_000_000_001, "large"),
    ],
)
def test_bounds_of_industry(rules, workers, investment, size):
    assert classify(facts(workers=workers, investment=investment), *rules).industry == size


@pytest.mark.parametrize(
    ("measure", "amount", "size"),
    [
        *[("sales", n, size) for n, size in [(0, "micro"), (2 * BILLION, "micro"), (2 * BILLION + 1, "small")]],
        *[("sales", n, size) for n, size in [(15 * BILLION, "small"), (15 * BILLION + 1, "medium")]],
        *[("sales", n, size) for n, size in [(50 * BILLION, "medium"), (50 * BILLION + 1, "large")]],
        *[("capital", n, size) for n, size in [(BILLION, "micro"), (BILLION + 1, "small"), (5 * BILLION, "small")]],
        *[("capital", n, size) for n, size in [(5 * BILLION + 1, "medium"), (10 * BILLION, "medium")]],
        ("capital", 10 * BILLION + 1, "large"),
    ],
)
def test_bounds_of_msme(rules, measure, amount, size):
    assert classify(facts(workers=1, investment=0, **{measure: amount}), *rules).msme == size


def test_capital_and_sales_that_disagree_are_both_kept_and_looked_at(rules):
    found = classify(facts(workers=2, investment=0, capital=6 * BILLION, sales=BILLION), *rules)
    assert (found.by_capital, found.by_sales, found.msme) == (MsmeSize.MEDIUM, MsmeSize.MICRO, MsmeSize.MICRO)
    assert found.is_checked_next
    assert not classify(facts(workers=2, investment=0, capital=BILLION, sales=BILLION), *rules).is_checked_next


@pytest.mark.parametrize("known", [{"workers": None}, {"kbli": ""}, {"kbli": "x"}])
def test_without_workers_or_kbli_nothing_is_claimed(rules, known):
    found = classify(facts(**{"workers": 3, "investment": 0, **known}), *rules)
    assert (found.industry, found.office, found.is_checked_next) == (IndustrySize.UNKNOWN, Office.UNKNOWN, True)


def test_trade_of_large_size_is_nobodys(rules):
    assert classify(facts("47112", sales=51 * BILLION), *rules).office == Office.OUTSIDE


@pytest.mark.parametrize(
    ("kbli", "answer"), [("10110", True), ("33200", True), ("09100", False), ("35101", False), ("", None), ("A", None)]
)
def test_processing_is_divisions_10_to_33(kbli, answer):
    assert is_processing(kbli) is answer


def explained(rules, known):
    """Return the explanation of these facts."""
    return explain(known, classify(known, *rules), *rules)


def test_explanation_names_numbers_bounds_and_regulations(rules):
    words = explained(rules, facts(workers=3, investment=25 * MILLION, sales=180 * MILLION))
    assert words == (
        "Industri kecil: 3 tenaga kerja, investasi Rp25.000.000. Batasnya menurut Permenperin 64/2016: paling banyak 19"
        " tenaga kerja dan investasi di bawah Rp1.000.000.000. Usaha mikro menurut omzet Rp180.000.000 (paling banyak"
        " Rp2.000.000.000). Dasarnya PP 7/2021 pasal 35. Irisan IKM dan UMKM: ditangani Disperindag, Dinas Koperasi dan"
        " UMKM diberi tahu."
    )


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (facts(workers=6), "Industri kecil (sementara): 6 tenaga kerja, investasi belum didata."),
        (facts(workers=6), "Ukuran UMKM belum diketahui: omzet dan modal belum diisi."),
        (facts(workers=6), "Perlu diperiksa petugas."),
        (facts(""), "Ukuran industri belum diketahui: KBLI usaha ini belum diisi."),
        (facts(), "Ukuran industri belum diketahui: jumlah tenaga kerja belum diisi."),
        (facts("45407", is_special=True), "Tetap dapat ikut bimtek sebagai binaan khusus."),
        (facts("45407"), "Dirujuk ke Dinas Koperasi dan UMKM."),
        (
            facts(workers=60, investment=16 * BILLION),
            "lebih dari 19 tenaga kerja dan investasi di atas Rp15.000.000.000",
        ),
        (facts(workers=60, investment=15 * BILLION), "paling banyak 19 tenaga kerja dengan investasi mulai"),
        (facts(sales=51 * BILLION), "Usaha besar menurut omzet Rp51.000.000.000 (di atas Rp50.000.000.000)"),
        (
            facts(capital=6 * BILLION, sales=BILLION),
            "Usaha mikro menurut omzet Rp1.000.000.000 (paling banyak Rp2.000.000.000), tetapi usaha menengah menurut"
            " modal Rp6.000.000.000",
        ),
    ],
)
def test_explanation_says_what_is_missing_and_what_is_odd(rules, known, words):
    assert words in explained(rules, known)


def test_later_rule_holds_from_its_day(rules):
    IndustryRule.objects.create(
        code="baru",
        valid_from=dt.date(2027, 1, 1),
        legal_source="Permenperin contoh/2027",
        small_workers_max=9,
        small_investment_below=BILLION,
        medium_investment_max=10 * BILLION,
    )
    known = facts(workers=19, investment=0)
    day = dt.date(2026, 12, 31)
    assert classify(known, industry_rule(day), msme_rule(day)).industry == IndustrySize.SMALL
    day = dt.date(2027, 1, 1)
    assert classify(known, industry_rule(day), msme_rule(day)).industry == IndustrySize.MEDIUM
    assert "Permenperin contoh/2027" in explain(
        known, classify(known, industry_rule(day), msme_rule(day)), industry_rule(day), msme_rule(day)
    )


def test_nothing_holds_before_the_first_rule(rules):
    assert industry_rule(dt.date(2000, 1, 1)) is None
    assert msme_rule(dt.date(2000, 1, 1)) is None


def test_rules_of_the_files_wait_for_the_offices_word_and_keep_it(rules):
    assert not any(rule.is_confirmed for rule in rules)
    MsmeRule.objects.update(is_confirmed=True, sales_micro_max=3 * BILLION)
    assert load_reference()["msme_rules.csv"] == {"kept": 1}
    assert (msme_rule(DAY).is_confirmed, msme_rule(DAY).sales_micro_max) == (True, 3 * BILLION)
