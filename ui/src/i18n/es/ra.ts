import type { Messages } from '../language.ts';

export const ra: Messages['ra'] = {
  action: {
    undo: 'Deshacer',
    refresh: 'Actualizar',
    delete: 'Eliminar',
    close: 'Cerrar',
    create: 'Crear',
    clear_array_input: 'Vaciar la lista',
  },
  auth: { auth_check_error: 'Inicia sesión para continuar' },
  message: {
    unsaved_changes: 'Hay cambios sin guardar. ¿Salir de todos modos?',
    invalid_form: 'Hay campos por revisar',
    select_all_limit_reached: 'Solo se han seleccionado los primeros %{max}: es el máximo a la vez',
    clear_array_input: '¿Vaciar toda la lista?',
  },
  navigation: { previous: 'Página anterior', next: 'Página siguiente', page: 'Página' },
  notification: {
    updated: 'Guardado |||| %{smart_count} guardados',
    deleted: 'Eliminado |||| %{smart_count} eliminados',
    http_error: 'No se ha podido contactar con el servidor',
    data_provider_error: 'No se ha entendido la respuesta',
    item_doesnt_exist: 'Ya no existe',
    logged_out: 'La sesión ha terminado; vuelve a iniciarla',
    not_authorized: 'Tu rol no lo permite',
  },
  page: { list: '%{name}', show: '%{name}', edit: '%{name}', create: 'Crear %{name}' },
  input: {
    references: {
      single_missing: 'No existe aquello a lo que se refiere',
      many_missing: 'Falta parte de aquello a lo que se refiere',
      all_missing: 'No existe nada de aquello a lo que se refiere',
    },
  },
  validation: {
    required: 'Obligatorio',
    number: 'Debe ser un número',
    email: 'Debe ser una dirección de correo',
    regex: 'Debe tener la forma %{pattern}',
    oneOf: 'Debe ser uno de: %{options}',
    minValue: 'Como mínimo %{min}',
    maxValue: 'Como máximo %{max}',
    minLength: 'Al menos %{min} caracteres',
    maxLength: 'Como máximo %{max} caracteres',
    unique: 'Debe ser único',
  },
};
