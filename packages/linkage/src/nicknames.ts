/** A formal name first, then what people call those who have it. A short form may belong to several formal names. */
const english = `
abigail abby abbie gail|albert al bert bertie|alexander alex alec sandy xander lex sasha|alexandra alex sandra lexi sasha alexa
alfred alf alfie fred|amanda mandy|andrew andy drew|angela angie|anne ann anna annie nan nancy anita|anthony tony ant
arthur art artie|barbara barb barbie babs|benjamin ben benny benji|bernard bernie|bradley brad|caroline carol carrie carolyn
catherine katherine kathryn kate katie kathy cathy kat kitty kath cat katharine|charles charlie chuck chas charley
charlotte charlie lottie lotte|christina christine chris chrissie tina kristina christy|christopher chris kit topher
clifford cliff|cynthia cindy|daniel dan danny|david dave davey davie|deborah debra deb debbie|dennis denny|donald don donnie
dorothy dot dottie dolly|douglas doug|edward ed eddie ted ned teddy|eleanor ellie nell nora eleanora elinor|
elizabeth liz lizzie beth betty eliza libby bess bessie elisabeth lisa betsy elsie|emily em emmy millie|emma em|eugene gene
evelyn eve evie|florence flo florrie flossie|frances fran fanny francie frankie|francis frank frankie|frederick fred freddie freddy
gabriel gabe|gabrielle gabby gaby|geoffrey jeffrey geoff jeff|george georgie|gerald gerry jerry|gilbert gil bert|gregory greg
harold harry hal|harriet hattie|henry harry hank hal|herbert bert herb|isabella isabel isabelle bella izzy belle|jacob jake
jacqueline jackie|james jim jimmy jamie jem|janet jan|jasmine jaz jazz|jennifer jen jenny|jessica jess jessie|joan joanie
joanna joanne jo|john jack johnny jon jonny|jonathan jon jonny john|joseph joe joey jo|josephine jo josie|joshua josh
judith judy|julia julie|kenneth ken kenny|kimberly kim|laura laurie|lawrence laurence larry laurie|leonard len lenny leo|lewis louis lou louie
lillian lily lil|linda lin lindy|louise lou|lucy lucille lulu|madeline madeleine maddie maddy|margaret maggie meg peggy marge margie peg madge greta daisy
martha mattie patty|martin marty|mary marie maria molly polly mae may|matilda tilly mattie|matthew matt matty|maxwell maximilian max
melissa mel missy lissa|michael mike mick mickey micky|michelle shelly chelle|mildred millie|mohammed muhammad mohammad mohamed muhammed mo
nathaniel nathan nate nat|nicholas nick nicky nicolas|nicole nicola nicky nikki|oliver ollie|olivia liv livvy|oscar ossie|pamela pam|patricia pat patty tricia trish patsy
patrick pat paddy|peter pete|philip phillip phil|phyllis phyl|rachel rachael rach|raymond ray|rebecca becky becca beck|reginald reg reggie
richard rick dick rich richie ricky|robert bob rob bobby robbie bert robin|roger rodge|ronald ron ronnie|rosemary rose rosie|russell russ
ruth ruthie|samantha sam sammy|samuel sam sammy|sandra sandy|sarah sara sally sadie|scarlett scar|sebastian seb|sophia sophie sofia
stanley stan|stephanie steph|stephen steven steve stevie|stuart stewart stu|susan sue susie suzie susanna suzanne|sylvia syl
teresa theresa terry tess tessa|terence terrance terry|theodore theo ted teddy|thomas tom tommy|timothy tim timmy|tobias toby|valerie val
vanessa nessa|veronica ronnie|victor vic|victoria vicky vic tori vickie|vincent vince vinnie|virginia ginny ginger|walter walt wally
wilfred wilf|william bill will billy willy liam willie|winifred winnie|zachary zach zack zac|zoe zoey`;

const spanish = `
adoracion dori|agustin tin|alberto berto|alejandro alex jandro ale|alejandra alex ale jandra|alfonso fonso poncho alfon|alicia ali
almudena almu|ana anita|andres andresito|angeles angelines geles|antonio toni tono antonito tonin|antonia toni tona|asuncion asun|aurelio yeyo
beatriz bea|belen bel|bartolome bartolo|carlos carlitos charly|carmen carmina menchu mamen maricarmen carmela carmencita|carolina carol
catalina cata|cayetana tana|concepcion concha conchi conchita concep|consolacion consuelo chelo|consuelo chelo|cristina cris tina
cristobal cris tobal|cristian christian cris|daniel dani|dolores lola loli lolita|eduardo edu lalo|elena nena|emilio emi milio|encarnacion encarna encarni
enrique quique kike|ernesto tito|esperanza espe|eulalia lali laia|eugenia uge|felipe pipe|fernando fer nando|fernanda fer nanda
francisco paco fran curro pancho kiko paquito frasco quico fco francesc|francisca paca paqui fran paquita fca|gabriel gabi|gabriela gabi|gerardo gerar|gonzalo gonza chalo
gregorio goyo|graciela chela|gertrudis tula|guadalupe lupe|guillermo guille memo willy|hector tito|ignacio nacho iñaki inaki igna|inmaculada inma macu|isabel isa chabela belita
jacobo yago jaime|jaime jaume jimmy|javier javi xavi xavier|jesus chus susi chuy suso|jesusa chus|joaquin quino ximo|jordi jorge|jorge coque|jose pepe pepito josep chema jou
josefa pepa fina josefina pepi|josefina fina pepa|juan juanito juancho joan|juana juani|julian juli|leonor leo|leticia leti|lorenzo loren|lourdes lurdes|lucia luci|luis lucho luisito lluis
luisa luisi|magdalena magda malena|manuel manolo manu lolo manel|manuela manoli manola manu|margarita marga rita|maria mari ma mª mary|mercedes merche meche mercedes
miguel migue miquel|milagros mila|montserrat montse|natividad nati|nicolas nico|pablo pau pablito|patricia patri pati|pedro perico pere|pilar pili|purificacion puri|rafael rafa
rafaela rafi|ramon moncho|raquel raqui|remedios reme|ricardo richi|roberto rober beto|rocio ro|rodrigo rodri|rosario charo|rosalia rosa|salvador salva|santiago santi yago chago
sebastian sebas|sergio sergi checho|silvia silvi|sofia sofi|soledad sole|susana susi|teodoro teo|teresa tere maite|tomas tomasito|trinidad trini|vicente vicen chente vicent|victoria vicky|visitacion visi`;

/** Names of one person: the same person may be called by any of a group. By name, the numbers of its groups. */
const groupsOf = new Map<string, number[]>();
for (const [group, names] of `${english}|${spanish}`.split(/[|\n]/).entries()) {
  for (const name of names.split(' ').filter((word) => word !== '')) {
    groupsOf.set(name, [...(groupsOf.get(name) ?? []), group]);
  }
}

/** Whether both are used for the same given name: Bob and Robert, Paco and Francisco. */
export const areNicknames = (a: string, b: string): boolean => {
  const groups = groupsOf.get(a);
  return groups !== undefined && (groupsOf.get(b)?.some((group) => groups.includes(group)) ?? false);
};

/** The formal names that somebody called so may have, for keys: empty for a name that has no short forms. */
export const formalNames = (name: string): readonly number[] => groupsOf.get(name) ?? [];
