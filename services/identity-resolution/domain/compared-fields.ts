import { knownFields } from '@hilo/linkage';

type Field = (typeof knownFields)[number];

const names: Record<Field, string> = {
  givenName: 'givenname firstname forename nombre',
  familyName: 'familyname lastname surname apellidos apellido',
  fullName: 'fullname name nombrecompleto',
  birthDate: 'birthdate dateofbirth dob birthday fechanacimiento fechadenacimiento',
  email: 'email emailaddress',
  phone: 'phone phonenumber mobile telefono movil',
  nationalId: 'nationalid nif dni',
  street: 'street streetaddress address.street address1 addressline1 address calle direccion domicilio',
  streetNumber: 'streetnumber housenumber numero',
  addressLine2: 'addressline2 address2',
  city: 'city town address.city ciudad localidad municipio',
  postcode: 'postcode postalcode zip zipcode address.postcode address.postalcode address.zip codigopostal cp',
  region: 'region state province address.region address.state provincia',
  country: 'country address.country pais',
  gender: 'gender sex sexo genero',
};

const traits: Record<string, Field> = {};
for (const field of knownFields) for (const name of names[field].split(' ')) traits[name] = field;

const kinds: Record<string, Field> = { email: 'email', phone: 'phone', whatsapp: 'phone', national_id: 'nationalId' };

/** What is compared of customers unless the registry says otherwise: traits by the names that systems give them. */
export const shippedCompared = { traits, kinds };
