import { folded } from './text.ts';

/** Whether words say that somebody buys who gives no name, and nothing else: `Perakende müşteri`, `consumidor não identificado`. */
export const isCasualBuyer = (words: readonly string[], sayNothing: (words: readonly string[]) => boolean): boolean => {
  const rest = words.filter((word) => !buyers.has(word));
  if (rest.length === 0 || rest.length === words.length || between.has(words[0] ?? '')) return false;
  const isAnybody =
    rest.every((word) => casual.has(word) || between.has(word)) && rest.some((word) => casual.has(word));
  return isAnybody || sayNothing(rest);
};

const wordsOf = (text: string): Set<string> => new Set(folded(text).split(' '));

/** Who buys, and a sale, by which a till calls whoever it is made to. */
export const buyers = wordsOf(`
  customer customers client clients consumer consumers buyer buyers shopper shoppers purchaser patron sale sales
  cliente clientes clienta clientas consumidor consumidora consumidores comprador compradora compradores venta ventas
  freguês venda vendas clientela consommateur consommateurs acheteur acheteurs vente ventes clienti consumatore consumatori acquirente vendita vendite
  kunde kunden kundin käufer kaeufer verbraucher verkauf verkäufe klant klanten koper consument verkoop
  kund kunder køber købere kjøper köpare forbruker forbruger konsument salg försäljning asiakas asiakkaat ostaja kuluttaja myynti viðskiptavinur
  klient klienci kupujący nabywca konsument sprzedaż zákazník zákazníci kupující spotřebitel odběratel prodej zákazníčka predaj kupujúci
  vevő vevők vásárló vásárlók ügyfél fogyasztó eladás cumpărător client clienți consumator vânzare
  kupac kupci kupec kupci stranka stranke klijent klijenti potrošač prodaja prodaje müşteri müşteriler alıcı tüketici satış satışı satışları müşterisi
  покупатель покупатели клиент клиенты потребитель продажа продажи покупець покупці клієнт клієнти споживач продаж купувач клиенти купац купци муштерија
  πελάτης πελάτες αγοραστής καταναλωτής πώληση πωλήσεις pirkėjas klientas klientai pardavimas pircējs klients pārdošana ostja klient müük
  pelanggan pembeli konsumen pengguna penjualan khách hàng khách_hàng ลูกค้า 顾客 顧客 客户 客戶 고객 손님 구매자
  عميل العميل زبون الزبون عملاء مستهلك مشتري بيع مبيعات מכירה לקוח לקוחות קונה צרכן مشتری خریدار گاہک ग्राहक खरीदार ক্রেতা mteja wateja
`);

/** Who it is of whom nothing is known: one who comes by, pays in cash, stands at the counter, or is one of many. */
export const casual = wordsOf(`
  walk walkin walkins cash counter retail casual occasional passing generic general misc miscellaneous sundry various final end pos till
  common ordinary standard individual onetime oneoff adhoc unnamed nameless
  contado efectivo ocasional ocasionales eventual eventuales esporádico transeúnte paso mostrador genérico genérica genéricos general generales final finales varios varias diversos
  minorista minoristas menudeo público particular innominado anónimos
  balcão balcao avulso avulsa avulsos varejo dinheiro diversos passagem anônimos retalho numerário
  passage comptoir comptant divers occasionnel occasionnels détail espèces générique caisse anonymes lambda
  passaggio finale finali occasionale occasionali vari generico generica generici dettaglio contanti anonimi privati
  diverse diverser sonstige sonstiger allgemein allgemeiner anonymer einmaliger einmalig bar einzelner unbenannter
  contant contante losse passant passanten diverse anonieme particuliere algemene eenmalige
  kontant kontante tilfældig tilfældige tillfällig tilfeldig diverse drop generell allmän engangs okänd satunnainen käteis käteinen yleinen
  detaliczny detaliczna detaliczni detalu gotówkowy gotówkowa gotówka przypadkowy jednorazowy jednorazowa indywidualny ogólny anonimowa paragonowy paragonowa różni
  maloobchodní náhodný drobný hotovostní hotovost jednorázový obecný konečný koncový různí maloobchodný hotovostný príležitostný
  lakossági eseti készpénzes alkalmi általános vegyes végső ocazional ocazionali numerar generici final diverși anonimi întâmplător
  slučajni povremeni maloprodajni maloprodaja gotovinski gotovina krajnji opći razni priložnostni gotovinska maloprodajna končni naključni
  perakende peşin nakit nihai muhtelif genel geçici tekil sıradan bireysel
  розничный розничные розничная розница случайный разовый обычный конечный общий частный наличные наличный роздрібний роздрібна роздріб випадковий разовий кінцевий загальний готівковий краен случаен
  λιανικής λιανική λιανικός λιανικών περαστικός περαστικοί διάφοροι τελικός γενικός μετρητοίς τοις
  mažmeninis atsitiktinis galutinis gryni mazumtirdzniecības gadījuma jaemüük juhuslik üld
  umum eceran tunai biasa lepas vãng lai ทั่วไป เงินสด ขาจร
  persoană fizică fizice osoba fyzická fyzický fizyczna fizička fizičko lice fizična oseba privatperson persona física fisica fisica pessoa personne physique magánszemély şahıs физическое лицо физическо лице физичко фізична особа ιδιώτης φυσικό πρόσωπο natural person
  散客 零售 现金 現金 一般 일반 현금 임시 نقدي نقدا عابر عام عادي مزدمن מזדמן כללי מזומן עובר متفرقه نقدی عمومی عام نقد सामान्य नकद taslimu kawaida
`);

/** What stands between them. */
const between = wordsOf(`
  in one over the a an at of to for by de del la el al a con sin por para en do da dos das au à en du des di in al per zum am im von für met van til för z na za od для з в με σε dari untuk the
`);

const germanic = {
  casual:
    'privat yksityis vähittäis detalj lauf bar tages gelegenheits theken einzel kassen streu spontan laden kontant strö drop direkt engangs käteis satunnais losse balie'.split(
      ' ',
    ),
  buyers:
    'kunde kunden kundin handel kauf gast henkilö försäljning omsætning kundschaft kund kunder käufer verkauf salg asiakas myynti klant köpare'.split(
      ' ',
    ),
};

/** The same in one word, in languages that write it so: `Laufkundschaft`, `Barverkauf`, `Kontantkund`, `Käteisasiakas`. */
export const casualBuyersInOne = germanic.casual.flatMap((first) => germanic.buyers.map((second) => first + second));

const asian = {
  buyers: 'ลูกค้า|ผู้ซื้อ|客户|客戶|顾客|顧客|客人|会员|用户|お客様?|客|고객|손님|구매자|회원',
  casual:
    'ปลีก|ทั่วไป|เงินสด|ขาจร|หน้าร้าน|ไม่ระบุ(?:ชื่อ)?|散|零售|现金|現金|一般|临时|臨時|匿名|门店|門市|店頭|飛び込み|一見|散户|個人|个人|小売|小卖|소매|무기명|무명|방문|개인|현금|일반|임시|매장|익명|뜨내기|비회원',
};
/** The same in languages without spaces: `ลูกค้าทั่วไป`, `现金客户`, `일반고객`. */
export const casualBuyerWithoutSpaces = new RegExp(
  `^(?:(?:${asian.buyers})\\s?(?:${asian.casual})|(?:${asian.casual})[の\\s]?(?:${asian.buyers}))$`,
  'u',
);
