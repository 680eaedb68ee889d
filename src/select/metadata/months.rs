//! Names of months in twenty languages and more, full and short.

use std::sync::LazyLock;

use foldhash::HashMap;

/// For each month its names; a word matches if it is one of them.
const NAMES: [&str; 12] = [
    "january jan januar jänner janvier janv enero ene gennaio gen janeiro januari styczeń stycznia sty leden ledna januari tammikuu tammikuuta ocak января январь янв января січня ianuarie ian január ιανουαρίου ιαν yanvar siječnja januára јануар януари يناير जनवरी tháng1 ιανουάριος gener січень جانفي ژانویه oca ינואר ינו มกราคม ม.ค. জানুয়ারি জানুয়ারি জানুয়ারী জানুয়ারী جنوری",
    "february feb febr februar februari février févr fév fevrier febrero febbraio fevereiro fev luty lutego lut únor února helmikuu helmikuuta şubat февраля февраль фев лютого februarie február φεβρουαρίου φεβ veljače фебруар февруари فبراير फरवरी φεβρουάριος februára febrer лютий شباط فيفري فوریه февр פברואר פבר กุมภาพันธ์ ก.พ. ফেব্রুয়ারি ফেব্রুয়ারি ফেব্রুয়ারী ফেব্রুয়ারী فروری",
    "march mar mär märz mrz mars marzo março maart mrt marzec marca březen března maaliskuu maaliskuuta mart марта март мар березня martie március μαρτίου μαρ maret ožujka مارس मार्च μάρτιος marts marec març márc березень آذار מרץ מרס มีนาคม มี.ค. মার্চ مارچ",
    "april apr avril avr abril abr aprile kwiecień kwietnia kwi duben dubna huhtikuu huhtikuuta nisan апреля апрель апр квітня aprilie április απριλίου απρ travnja април أبريل अप्रैल απρίλιος ápr apríl apríla квітень نيسان ابريل أفريل آوریل nis אפריל אפר เมษายน เม.ย. এপ্রিল اپریل",
    "may mai mayo maggio mag maio mei maj maja květen května toukokuu toukokuuta mayıs mayis мая май травня május μαΐου μαϊ svibnja мај مايو मई μάιος μαΐ máj mája maig травень أيار ايار ماي מאי พฤษภาคม พ.ค. মে مئی",
    "june jun juni juin junio giugno giu junho czerwiec czerwca cze červen června kesäkuu kesäkuuta haziran июня июнь июн червня iunie június ιουνίου ιουν lipnja јун юни يونيو जून ιούνιος jún júna juny червень حزيران جوان ژوئن haz יוני มิถุนายน มิ.ย. জুন جون",
    "july jul juli juillet juil julio luglio lug julho lipiec lipca lip červenec července heinäkuu heinäkuuta temmuz июля июль июл липня iulie július ιουλίου ιουλ srpnja јул юли يوليو जुलाई ιούλιος júl júla juliol липень iul تموز جويلية ژوئیه tem יולי กรกฎาคม ก.ค. জুলাই جولائی",
    "august aug août aout agosto ago augustus augusti sierpień sierpnia sie srpen srpna elokuu elokuuta ağustos августа август авг серпня augusztus αυγούστου αυγ agustus kolovoza أغسطس अगस्त αύγουστος agost серпень آب اغسطس أوت اوت agu agt ağu אוגוסט אוג สิงหาคม ส.ค. আগস্ট اگست",
    "september sep sept septembre septiembre settembre set setembro wrzesień września wrz září syyskuu syyskuuta eylül сентября сентябрь сен вересня septembrie szeptember σεπτεμβρίου σεπ rujna септембар септември سبتمبر सितंबर σεπτέμβριος septembra szept setembre setiembre вересень сент أيلول ايلول سپتامبر eyl ספטמבר ספט กันยายน ก.ย. সেপ্টেম্বর ستمبر",
    "october oct oktober okt octobre octubre ottobre ott outubro out październik października paź říjen října lokakuu lokakuuta ekim октября октябрь окт жовтня octombrie október οκτωβρίου οκτ октобар октомври أكتوبر अक्टूबर οκτώβριος októbra жовтень اكتوبر اکتبر eki אוקטובר אוק ตุลาคม ต.ค. অক্টোবর",
    "november nov novembre noviembre novembro listopad listopada lis listopadu marraskuu marraskuuta kasım ноября ноябрь ноя листопада noiembrie νοεμβρίου νοε studenoga новембар ноември نوفمبر नवंबर νοέμβριος novembra листопад нояб نوامبر kas kasim noi נובמבר נוב พฤศจิกายน พ.ย. নভেম্বর نومبر",
    "december dec dez dezember décembre déc decembre diciembre dic dicembre dezembro desember des grudzień grudnia gru prosinec prosince joulukuu joulukuuta aralık декабря декабрь дек грудня decembrie δεκεμβρίου δεκ desember prosinca децембар декември ديسمبر दिसंबर δεκέμβριος decembra desembre грудень دسامبر ara aralik דצמבר דצמ ธันวาคม ธ.ค. ডিসেম্বর دسمبر",
];

/// The number of each name's month; a name of two months stands for the first of them.
static NUMBERS: LazyLock<HashMap<&str, u8>> = LazyLock::new(|| {
    let names = NAMES.iter().zip(1..=12u8).rev();
    let numbered = names.flat_map(|(names, number)| names.split(' ').map(move |n| (n, number)));
    numbered.collect()
});

/// The number of the month of this name.
pub(super) fn month(word: &str) -> Option<u8> {
    let word = word.to_lowercase().replace('\u{307}', "");
    // "in March", as Hebrew writes it in one word.
    let bare = || NUMBERS.get(word.strip_prefix('ב')?);
    NUMBERS.get(&*word).or_else(bare).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listopad_is_november_where_most_people_say_it() {
        // October in Croatian, which is not among the languages read here.
        for name in ["listopad", "listopada", "listopadu", "листопада"] {
            assert_eq!(month(name), Some(11), "{name}");
        }
    }

    #[test]
    fn months_are_known_in_full_and_short_and_in_the_case_of_a_date() {
        for (number, names) in [
            (
                1,
                "January enero января stycznia januari ocak يناير ژانویه január Ιανουαρίου ιανουάριος",
            ),
            (
                3,
                "March Mär. março Maart marts марта března Maret مارس március martie березня",
            ),
            (
                5,
                "May Mai mayo mei maja Mayıs MAYIS мая května травня مايو أيار máj Μαΐου",
            ),
            (
                9,
                "Sept Sep. septembre setiembre сент września září eylül أيلول szept",
            ),
            (
                10,
                "Oct Okt ottobre out października října жовтня ekim október Οκτωβρίου",
            ),
            (
                11,
                "Nov novembre ноября listopada listopadu listopad Kasım KASIM νοεμβρίου",
            ),
            (
                12,
                "Dec Dez décembre dicembre grudnia prosince Aralık ARALIK грудня desember",
            ),
        ] {
            for name in names.split(' ') {
                let name = name.trim_end_matches('.');
                assert_eq!(month(name), Some(number), "{name}");
            }
        }
    }
}
