/** The few sentences that ra-core says by itself. */
export const ra = {
  action: {
    undo: 'Undo',
    refresh: 'Refresh',
    delete: 'Delete',
    close: 'Close',
    create: 'New',
    clear_array_input: 'Clear the list',
  },
  auth: { auth_check_error: 'Please sign in to go on' },
  message: {
    unsaved_changes: 'Some of what you typed is not saved. Leave all the same?',
    invalid_form: 'Some fields need another look',
    select_all_limit_reached: 'Only the first %{max} were selected: that is the most at once',
    clear_array_input: 'Clear the whole list?',
  },
  navigation: { previous: 'Previous page', next: 'Next page', page: 'Page' },
  notification: {
    updated: 'Saved |||| %{smart_count} saved',
    deleted: 'Deleted |||| %{smart_count} deleted',
    http_error: 'The server could not be reached',
    data_provider_error: 'The answer was not understood',
    item_doesnt_exist: 'It is not there any more',
    logged_out: 'Your session has ended; please sign in again',
    not_authorized: 'Your role does not allow this',
  },
  page: { list: '%{name}', show: '%{name}', edit: '%{name}', create: 'New %{name}' },
  input: {
    references: {
      single_missing: 'What is referred to is not there',
      many_missing: 'Some of what is referred to is not there',
      all_missing: 'None of what is referred to is there',
    },
  },
  validation: {
    required: 'Needed',
    number: 'Must be a number',
    email: 'Must be an e-mail address',
    regex: 'Must look like %{pattern}',
    oneOf: 'Must be one of: %{options}',
    minValue: 'At least %{min}',
    maxValue: 'At most %{max}',
    minLength: 'At least %{min} characters',
    maxLength: 'At most %{max} characters',
    unique: 'Must be unique',
  },
};
