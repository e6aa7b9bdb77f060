/** What made-up people are called, and where they live: the most frequent first. */

/** The words of a text. */
export const list = (text: string): string[] => text.trim().split(/\s+/);

export const women = {
  es: list(
    'María Carmen Ana Laura Isabel Lucía Marta Cristina Pilar Dolores Teresa Rosa Elena Sara Paula Raquel Mercedes Rocío Beatriz Concepción Patricia Silvia Montserrat Sonia Inmaculada Encarnación Nuria Josefa Ángeles Francisca Antonia Alba Julia Irene Victoria Eva Alicia Sofía Noelia Remedios',
  ),
  en: list(
    'Olivia Mary Emma Elizabeth Margaret Susan Sarah Jennifer Jessica Patricia Barbara Catherine Charlotte Isla Amelia Grace Emily Florence Rosie Evie Lily Freya Harriet Matilda Abigail Deborah Rebecca Victoria Samantha Dorothy Lucy Alice Ruth Joan Evelyn Eleanor Ivy Poppy Phoebe Imogen',
  ),
};
export const men = {
  es: list(
    'Antonio José Manuel Francisco Juan David Javier Daniel Carlos Jesús Alejandro Miguel Rafael Pedro Ángel Pablo Sergio Fernando Luis Jorge Alberto Álvaro Adrián Diego Raúl Iván Rubén Enrique Óscar Ramón Vicente Andrés Joaquín Santiago Eduardo Roberto Jaime Ignacio Salvador Guillermo',
  ),
  en: list(
    'William James John Robert Thomas George Michael David Richard Joseph Charles Edward Henry Oliver Jack Harry Samuel Daniel Benjamin Alexander Christopher Matthew Anthony Andrew Stephen Peter Edmund Frederick Arthur Albert Walter Ernest Alfred Francis Nicholas Timothy Gregory Kenneth Ronald Dennis',
  ),
};
export const surnames = {
  es: list(
    'García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Martín Jiménez Ruiz Hernández Díaz Moreno Muñoz Álvarez Romero Alonso Gutiérrez Navarro Torres Domínguez Vázquez Ramos Gil Ramírez Serrano Blanco Molina Morales Suárez Ortega Delgado Castro Ortiz Rubio Marín Sanz Núñez Iglesias Medina Garrido Cortés Castillo Santos Lozano Guerrero Cano Prieto Méndez Cruz Calvo Gallego Vidal León Márquez Herrera Peña Flores Cabrera Campos Vega Fuentes Carrasco Díez Reyes Caballero Nieto Aguilar Pascual Santana Herrero Lorenzo Montero Hidalgo Giménez Ibáñez Ferrer Durán',
  ),
  en: list(
    'Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts Green Hall Wood Jackson Clarke Patel Harris Lewis Martin Cooper Ward King Turner Hill Baker Allen Young Morris Cook Bell Lee Parker Scott Moore Price Watson Bennett Carter Griffiths Kelly Simpson Shaw Murphy Mason Marshall Hunt Webb Palmer Stevens Rogers Barnes Knight Lloyd Holmes Butler Russell Fisher Gibson Reynolds Fox Gordon Graham Ellis Murray Dean',
  ),
};
export const cities = {
  es: list(
    'Madrid Barcelona Valencia Sevilla Zaragoza Málaga Murcia Palma Bilbao Alicante Córdoba Valladolid Vigo Gijón Vitoria Granada Elche Oviedo Badalona Cartagena Jerez Pamplona Almería Burgos Salamanca Albacete Getafe Huelva Logroño Badajoz León Tarragona Cádiz Lleida Marbella Jaén Ourense Lugo Girona Cáceres',
  ),
  en: list(
    'London Birmingham Leeds Glasgow Sheffield Bradford Liverpool Edinburgh Manchester Bristol Wakefield Cardiff Coventry Nottingham Leicester Sunderland Belfast Newcastle Brighton Hull Plymouth Stoke Wolverhampton Derby Swansea Southampton Salford Aberdeen Westminster Portsmouth York Peterborough Dundee Lancaster Oxford Newport Preston Norwich Chester Cambridge',
  ),
};
export const syllables = list(
  'ba ber ca cor da del es fa gar her is jo ka lan lo ma men na nor o pa que ra ri sal so ta ter ur va vil zu al en ar',
);
export const endings = list('ez as ero ena ales eda in on oso iz ton ley ford by ham er son well');
export const jobs = list(
  'farmer servant labourer clerk teacher carpenter mason weaver miner tailor butcher baker soldier sailor merchant solicitor surgeon painter',
);
export const domains = list('gmail.com hotmail.com yahoo.es outlook.com icloud.com example.org telefonica.net');

export const short = list(
  'paco pepe manolo lola concha charo nacho javi rafa quique kike toni dani fer santi edu rober juanjo merche pili maite mari isa bea patri raul ale alex memo jon bob bill jim jack tom mike dave rick joe chuck ted hank sam dan ben chris matt andy steve fred al walt nick tim greg ken ron liz beth maggie peggy sue jenny jess pat barb kate katie charlie emmy flo hattie tilly abby debbie becky vicky dot ellie evie',
);
